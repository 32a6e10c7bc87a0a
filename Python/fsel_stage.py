"""Stages of fsel in Python: one file, nothing but the standard library.

    #!/usr/bin/env python3
    from fsel_stage import Option, clip, run, stage

    @stage("clip-at", namespace="urn:example:stages", summary="Clips every numeric feature at a bound.",
           options=[Option.number("bound", default=3.0, min=0, help="The largest magnitude that stays.")])
    def fit(table, options, context):
        return [clip(name, -options["bound"], options["bound"]) for name in table.numeric_features]

    run()

`fsel run pipeline.xml --plugin ./stages.py` runs it. A function learns from the rows it is given and returns what it learnt:
operations on columns (`affine`, `clip`, `drop`, ...) or, for a stage that gives a selection, `select(...)`. fsel applies them to any
rows, refits the stage in each fold, and scores new rows without it. The function must not look at anything but its arguments.

What no operation can say, a stage computes itself: `@stage(..., apply=transform)` names a function of a table and a state, and
`computed(inputs, outputs, state)` among the operations leaves columns to it. Bundles then score new rows only with this program. The
state is this program's own, bytes that fsel keeps and hands back to it alone. A pickle is such a state, but whoever can write a pickle
runs code in the program that reads it: score with it only bundles that you trust as you trust this program.

Whatever a library prints goes to standard error; standard output belongs to the conversation with fsel.
"""
import base64
import json
import math
import mmap
import os
import struct
import sys
import threading
import traceback

PROTOCOL = 1

__all__ = [
    "BadData", "BadOptions", "Option", "Result", "Table", "affine", "clip", "computed", "drop", "impute", "impute_level", "indicator",
    "linear_combination", "log", "lookup", "piecewise", "power", "rename", "require_level", "require_present", "run", "select", "stage",
]


class BadData(Exception):
    """The rows are not what the stage needs: one sentence that says what was found and what was expected.

    row: the row to blame, from 0; fsel names its place in the file.
    """

    def __init__(self, text, row=None):
        super().__init__(text)
        self.row = None if row is None else int(row)


class BadOptions(Exception):
    """The options contradict each other: one sentence that says what was found and what was expected."""


# Operations: what a stage learnt, in the vocabulary that fsel applies and bundles.

def _numbers(**values):
    for key, value in values.items():
        for number in value if isinstance(value, list) else [value]:
            if not math.isfinite(number):
                raise ValueError(f"'{key}' is {number}; expected a finite number")
    return values


def _operation(op, column, output=None, **members):
    return {"op": op, "input": column, "output": column if output is None else output, **members}


def affine(column, center, scale, output=None):
    """(x - center) / scale."""
    return _operation("affine", column, output, **_numbers(center=float(center), scale=float(scale)))


def clip(column, low, high, output=None):
    """min(max(x, low), high)."""
    return _operation("clip", column, output, **_numbers(low=float(low), high=float(high)))


def impute(column, value, output=None):
    """value where x is missing."""
    return _operation("impute", column, output, **_numbers(value=float(value)))


def impute_level(column, level, output=None):
    """level where the category is missing."""
    return _operation("impute-level", column, output, level=str(level))


def indicator(column, level, output):
    """1 where the category is level, else 0."""
    return _operation("indicator", column, output, level=str(level))


def lookup(column, numbers, output=None):
    """The number of each level, given as a dictionary; a level that is not in it becomes missing."""
    levels = [str(level) for level in numbers]
    return _operation("lookup", column, output, levels=levels, **_numbers(numbers=[float(v) for v in numbers.values()]))


def linear_combination(weights, constant, output):
    """constant + the sum of weight times column; weights is a dictionary from columns."""
    return {"op": "linear-combination", "inputs": list(weights), "output": output,
            **_numbers(weights=[float(w) for w in weights.values()], constant=float(constant))}


def log(column, shift=0.0, output=None):
    """ln(x + shift); missing where x + shift <= 0."""
    return _operation("log", column, output, **_numbers(shift=float(shift)))


def power(column, exponent, output=None):
    """x ** exponent for x >= 0; missing otherwise."""
    return _operation("power", column, output, **_numbers(exponent=float(exponent)))


def piecewise(column, x, y, output=None):
    """Linear between the points, x increasing; constant beyond the ends."""
    return _operation("piecewise", column, output, **_numbers(x=[float(v) for v in x], y=[float(v) for v in y]))


def rename(column, output):
    """The same column under another name."""
    return _operation("rename", column, output)


def drop(column, why=""):
    """Removes the column; `why` stands in the bundle's features/dropped.csv."""
    return {"op": "drop", "input": column, "why": str(why)}


def require_present(column):
    """Refuses a missing value."""
    return {"op": "require-present", "input": column}


def require_level(column, levels):
    """Refuses a category that is not listed."""
    return {"op": "require-level", "input": column, "levels": [str(level) for level in levels]}


def computed(inputs, outputs, state):
    """Numeric columns that the stage's `apply` function computes: from the columns `inputs`, by what it learnt, `state` in bytes.

    An output of an input's name takes its place; others stand behind all columns.
    """
    return {"op": "computed", "inputs": list(inputs), "outputs": list(outputs), "state": base64.b64encode(state).decode()}


class Result:
    """What a stage learnt: operations or a selection, and facts for the report."""

    def __init__(self, operations=(), selected=None, dropped=None, facts=None):
        self.operations = list(operations)
        self.selected = selected
        self.dropped = dict(dropped or {})
        self.facts = dict(facts or {})

    def message(self, descriptor):
        operations = []
        dropped = [{"name": name, "detail": str(detail)} for name, detail in self.dropped.items()]
        for operation in self.operations:
            operation = dict(operation)
            if operation["op"] == "drop":
                dropped.append({"name": operation["input"], "detail": operation.pop("why", "")})
            elif operation["op"] == "computed":
                operation.update({key: descriptor[key] for key in ("namespace", "version")}, stage=descriptor["name"])
            operations.append(operation)
        return {"operations": operations, "dropped": dropped, "selected": self.selected,
                "facts": [{"name": str(name), "text": str(text)} for name, text in self.facts.items()]}


def select(table, keep, dropped=None, facts=None):
    """The result of a stage that gives a selection.

    keep: names of features, or a truth value for each of `table.numeric_features`, as scikit-learn's get_support() gives.
    dropped: why others were not selected, by name.
    """
    keep = list(keep)
    if keep and not isinstance(keep[0], str):
        names = table.numeric_features
        if len(keep) != len(names):
            raise ValueError(f"there are {len(keep)} truth values for {len(names)} numeric features")
        keep = [name for name, kept in zip(names, keep) if kept]
    return Result(selected=keep, dropped=dropped, facts=facts)


class Option:
    """An option of a stage: it is checked, defaulted, documented and completed by fsel."""

    def __init__(self, name, type, help, default=None, required=False, unit=None, **limits):
        self.descriptor = {"name": name, "type": type, "help": help, "required": required}
        if default is not None:
            self.descriptor["default"] = default
        if unit is not None:
            self.descriptor["unit"] = unit
        self.descriptor.update({key: value for key, value in limits.items() if value is not None})

    @staticmethod
    def number(name, default=None, help="", min=None, max=None, excludes_min=False, excludes_max=False, unit=None, required=False):
        """A number within bounds."""
        return Option(name, "number", help, None if default is None else repr(float(default)), required, unit, min=min, max=max,
                      excludesMin=excludes_min, excludesMax=excludes_max)

    @staticmethod
    def integer(name, default=None, help="", min=None, max=None, unit=None, required=False):
        """A whole number within bounds."""
        return Option(name, "integer", help, None if default is None else str(int(default)), required, unit, min=min, max=max)

    @staticmethod
    def choice(name, words, help=""):
        """One of a few words, of which the first is the default."""
        return Option(name, "choice", help, words[0], words=list(words))

    @staticmethod
    def text(name, default=None, help="", required=False):
        """Any text."""
        return Option(name, "string", help, default, required)

    @staticmethod
    def column(name, help="", required=False):
        """The name of a column."""
        return Option(name, "column", help, None, required)


class _Array:
    """A file of NumPy's, mapped into memory: n rows, columns one after another."""

    def __init__(self, path, format, rows):
        self.path, self.format, self.rows = path, format, rows
        self.size = struct.calcsize(format)
        self.view = None
        with open(path, "rb") as file:
            head = file.read(10)
            self.start = 10 + struct.unpack("<H", head[8:10])[0]
            if os.fstat(file.fileno()).st_size > self.start:
                self.view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))

    def column(self, place):
        begin = self.start + place * self.rows * self.size
        if self.view is None or self.rows == 0:
            return memoryview(b"").cast(self.format)
        return self.view[begin:begin + self.rows * self.size].cast(self.format)


class Table:
    """Rows, to learn from or to compute columns of: typed columns with roles."""

    def __init__(self, description, folder):
        self.rows = description["rows"]
        self.columns = description["columns"]
        self._paths = (os.path.join(folder, description["numbers"]), os.path.join(folder, description["codes"]))
        self._numbers = _Array(self._paths[0], "d", self.rows)
        self._codes = _Array(self._paths[1], "i", self.rows)
        self._by_name = {column["name"]: column for column in self.columns}

    def names(self, role="feature", type=None):
        """The names of the columns of a role, in order; of one type where it is given: numeric or categorical."""
        return [c["name"] for c in self.columns if c["role"] == role and type in (None, c["type"])]

    @property
    def features(self):
        """The names of all features."""
        return self.names()

    @property
    def numeric_features(self):
        """The names of the numeric features."""
        return self.names(type="numeric")

    def _column(self, name, type):
        column = self._by_name.get(name)
        if column is None:
            raise KeyError(f"the table has no column '{name}'")
        if column["type"] != type:
            raise BadData(f"Column '{name}' is {column['type']}; expected it to be {type}.")
        return column

    def numbers(self, name):
        """The numbers of a column, a memoryview of doubles; a missing value is nan."""
        return self._numbers.column(self._column(name, "numeric")["place"])

    def codes(self, name):
        """The places of a categorical column's values among its levels; a missing value is -1."""
        return self._codes.column(self._column(name, "categorical")["place"])

    def levels(self, name):
        """The levels of a categorical column, by code point; of a target's classes, the positive one last."""
        return self._column(name, "categorical")["levels"]

    def matrix(self, names=None, allow_missing=False):
        """The numeric features as a NumPy array, rows x columns, column after column, without a copy where it can be.

        A missing value is refused with its row and column unless it is allowed.
        """
        import numpy
        whole = self._matrix(numpy, names)
        if not allow_missing:
            holes = numpy.argwhere(numpy.isnan(whole))
            if len(holes):
                row, place = holes[0]
                name = (names or self.numeric_features)[place]
                raise BadData(f"Feature '{name}' has no value in this row; put <impute> before this stage, or load with "
                              "missing=\"drop-row\".", row)
        return whole

    def _matrix(self, numpy, names):
        if names is None:
            names = self.numeric_features
        places = [self._column(name, "numeric")["place"] for name in names]
        if not places or self.rows == 0:
            return numpy.empty((self.rows, len(places)), order="F")
        if places == list(range(places[0], places[0] + len(places))):
            begin = self._numbers.start + places[0] * self.rows * 8
            whole = numpy.frombuffer(self._numbers.view, dtype="<f8", count=len(places) * self.rows, offset=begin)
            return whole.reshape((self.rows, len(places)), order="F")
        return numpy.stack([numpy.asarray(self.numbers(name)) for name in names], axis=1)

    def target(self):
        """The target as a NumPy array: its numbers, or the places of its classes."""
        import numpy
        names = self.names("target")
        if not names:
            raise BadData("The table has no target; expected one.")
        column = self._by_name[names[0]]
        return numpy.asarray(self.numbers(names[0]) if column["type"] == "numeric" else self.codes(names[0]))

    def levels_of_target(self):
        """The classes of the target; None for a numeric one."""
        names = self.names("target", type="categorical")
        return self.levels(names[0]) if names else None

    def weights(self):
        """The row weights as a NumPy array; None where every row counts alike."""
        import numpy
        names = self.names("weight")
        return numpy.asarray(self.numbers(names[0])) if names else None


class _Context:
    """What fsel lends to a running stage."""

    def __init__(self, request, send):
        self._send = send
        #: The pipeline's seed; every random number must come from it.
        self.seed = int(request["seed"])
        #: The stage's id in the pipeline.
        self.stage_id = request["stageID"]
        #: Whether the stage is refitted inside a fold.
        self.is_in_fold = request["isInFold"]
        #: What the fit on all training rows answered, when the stage is refitted on some of them; None when it has to choose.
        self.settled = request["settled"]

    def warn(self, text):
        """Tells a person something, in one sentence."""
        self._send({"message": "log", "severity": "warning", "text": str(text)})

    def note(self, text):
        """Tells a person who asked for more something, in one sentence."""
        self._send({"message": "log", "severity": "note", "text": str(text)})

    def progress(self, completed, total):
        """Says how much of the work is done."""
        self._send({"message": "progress", "completed": int(completed), "total": int(total)})


_stages = {}


def stage(name, namespace, summary, options=(), gives="table", version=1, apply=None):
    """Makes a stage of a function of a table, options by name, and a context.

    gives: `table` for a function that returns operations, `selection` for one that returns `select(...)`.
    version: raise it when the same options may give another result, or when `apply` reads another state.
    apply: computes what the function leaves to it with `computed(...)`: given a table of the inputs and the state, it returns an
        array of rows x outputs, nan where there is no number.
    """
    def register(function):
        descriptor = {"name": name, "namespace": namespace, "summary": summary, "version": version, "takes": ["table"], "gives": [gives],
                      "options": [option.descriptor for option in options]}
        if apply is not None:
            descriptor["scoring"] = "program"
        _stages[namespace, name] = function, apply, descriptor
        return function
    return register


def _fit(request, folder, send):
    function, _, descriptor = _stages[request["namespace"], request["stage"]]
    answer = function(Table(request["table"], folder), request["options"], _Context(request, send))
    return (answer if isinstance(answer, Result) else Result(answer)).message(descriptor)


def _apply(request, folder):
    _, apply, _ = _stages[request["namespace"], request["stage"]]
    if apply is None:
        raise ValueError(f"<{request['stage']}> has no function 'apply'")
    import numpy
    table = Table(request["table"], folder)
    found = numpy.asarray(apply(table, base64.b64decode(request["state"])), dtype="<f8")
    shape = table.rows, len(request["outputs"])
    if found.shape != shape:
        raise ValueError(f"'apply' gave an array of shape {found.shape}; expected {shape}")
    header = f"{{'descr': '<f8', 'fortran_order': True, 'shape': ({shape[0]}, {shape[1]}), }}".encode()
    header += b" " * (-(len(header) + 11) % 64) + b"\n"
    with open(os.path.join(folder, request["result"]), "xb") as file:
        file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + found.tobytes(order="F"))
    return {}


def run():
    """Talks with fsel until it has no more questions; the last line of a program."""
    if sys.stdin is None or sys.stdin.isatty():
        sys.exit("This program holds stages for fsel: run it with 'fsel run PIPELINE --plugin " + sys.argv[0] + "'.")
    # Whatever libraries print must not reach the conversation.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    lock = threading.Lock()

    def send(message):
        # allow_nan=False: a number that is none is the stage's fault, told with its place in the traceback.
        line = json.dumps(message, allow_nan=False, separators=(",", ":")).encode() + b"\n"
        with lock:
            out.write(line)
            out.flush()

    stopped = threading.Event()

    def live():
        while not stopped.wait(5):
            send({"message": "alive"})

    threading.Thread(target=live, daemon=True).start()
    folder = None
    for line in sys.stdin.buffer:
        request = json.loads(line)
        try:
            if request["message"] == "hello":
                folder = request["folder"]
                result = {"protocol": PROTOCOL, "program": "fsel_stage.py"}
            elif request["message"] == "describe":
                result = {"stages": [descriptor for _, _, descriptor in _stages.values()]}
            elif request["message"] == "fit":
                result = _fit(request, folder, send)
            elif request["message"] == "apply":
                result = _apply(request, folder)
            else:
                raise ValueError(f"the message '{request['message']}' is unknown")
            send({"message": "reply", "id": request["id"], "result": result})
        except Exception as error:
            kind = "data" if isinstance(error, BadData) else "options" if isinstance(error, BadOptions) else "stage"
            if kind == "stage":
                traceback.print_exc()
            text = str(error) if kind != "stage" else f"{type(error).__name__}: {error}"
            row = {"row": error.row} if getattr(error, "row", None) is not None and kind == "data" else {}
            send({"message": "failure", "id": request["id"], "kind": kind, "text": text, **row})
    stopped.set()
