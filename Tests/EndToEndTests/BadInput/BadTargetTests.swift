import FSelCommand
import Testing

/// Tables from which nothing can be learnt.
struct BadTargetTests {
    static let cases: [BadCase] = [
        BadCase(
            "a target that is not there", pipeline: .changed("column=\"y\"", "column=\"z\""), .data,
            "p.xml:2:41: error[FS450]: 'data.csv' has no target column 'z'; expected one of its 3 "
                + "columns; did you mean 'y'?"),
        BadCase(
            "a target in capitals", pipeline: .changed("column=\"y\"", "column=\"Y\""), .data,
            "p.xml:2:41: error[FS450]: 'data.csv' has no target column 'Y'; expected one of its 3 "
                + "columns; did you mean 'y'?"),
        BadCase(
            "one class", data: .text("x,y\n1,a\n2,a\n3,a\n"), .data,
            "p.xml:2:41: error[FS456]: The target 'y' is 'a' in all 3 rows; expected two classes at least"),
        BadCase(
            "one class as a number", data: .text("x,y\n1,1\n2,1\n"), .data,
            "p.xml:2:41: error[FS456]: The target 'y' is 1 in all 2 rows; expected it to vary"),
        BadCase(
            "a constant target", data: .text("x,y\n1,5\n2,5\n3,5.0\n"), .data,
            "p.xml:2:41: error[FS456]: The target 'y' is 5 in all 3 rows; expected it to vary"),
        BadCase(
            "a target constant but for rounding", data: .text("x,y\n1,0.1\n2,0.10000000000000002\n3,0.1\n"), .data,
            "p.xml:2:41: error[FS456]: The target 'y' is 0.1 in all 3 rows but for rounding; expected it to vary"),
        BadCase(
            "three classes for a model of two", data: .text("x,y\n0,a\n1,b\n2,c\n3,a\n4,b\n5,c\n6,a\n7,b\n8,c\n"),
            pipeline: .changed("<l1-select>", "<l1-select family=\"binomial\">"), .data,
            "p.xml:4:22: error[FS555]: The family is binomial, but the target 'y' has the classes 'a', 'b', 'c'; expected "
                + "exactly two; set family=\"multinomial\""),
        BadCase(
            "0 and 1 for a model of counts", data: .text("x,y\n1,0\n2,1\n3,0\n4,1\n"),
            pipeline: .changed("<l1-select>", "<l1-select family=\"poisson\">"), .data,
            "p.xml:4:22: error[FS555]: The family is poisson, but the target 'y' has the classes '0', '1'; expected counts; "
                + "give <target> type=\"count\""),
        BadCase(
            "numbers below 0 for a model of counts", data: .text("x,y\n1,0\n2,-1\n3,4\n4,1\n"),
            pipeline: .changed("<l1-select>", "<l1-select family=\"poisson\">"), .data,
            "p.xml:4:22: error[FS555]: The family is poisson, but the target 'y' has the value -1; expected counts or "
                + "rates, from 0"),
        BadCase(
            "three classes where two were said", data: .text("x,y\n1,a\n2,b\n3,c\n"),
            pipeline: .changed("column=\"y\"", "column=\"y\" type=\"binary\""), .data,
            "p.xml:2:50: error[FS456]: The target 'y' has 3 classes, 'a', 'b', 'c'; expected two, as "
                + "type=\"binary\" demands"),
        BadCase(
            "a positive class that is none", data: .text("x,y\n1,a\n2,b\n"),
            pipeline: .changed("column=\"y\"", "column=\"y\" positive=\"c\""), .data,
            "p.xml:2:54: error[FS458]: The positive class 'c' is none of the target's; expected 'a' or "
                + "'b'; did you mean 'a'?"),
        BadCase(
            "a count that is none", data: .text("x,y\n1,1\n2,0.5\n"),
            pipeline: .changed("column=\"y\"", "column=\"y\" type=\"count\""), .data,
            "data.csv:3: error[FS457]: The target 'y' is 0.5 in this row; expected a count, a whole number from 0"),
        BadCase(
            "a target whose squares overflow", data: .text("x,y\n1,1e200\n2,-1e200\n3,3\n"), .data,
            "p.xml:2:41: error[FS462]: The target 'y' has a standard deviation of 8.16496580927726e+199; "
                + "expected one from 1e-70 to 1e70, so that squared errors can be computed; bring it to "
                + "another unit"),
        BadCase(
            "a target whose squares vanish", data: .text("x,y\n1,1e-200\n2,-1e-200\n3,0\n"), .data,
            "p.xml:2:41: error[FS462]: The target 'y' has a standard deviation of 8.16496580927726e-201; "
                + "expected one from 1e-70 to 1e70, so that squared errors can be computed; bring it to "
                + "another unit"),
        BadCase(
            "one row", data: .text("x,y\n1,2\n"), .data,
            "p.xml:2:41: error[FS456]: The target 'y' is 2 in all 1 rows; expected it to vary"),
        BadCase(
            "fewer rows than folds", data: .text("x,y\n1,2\n2,1\n"), .data,
            "p.xml:4:25: error[FS550]: The rows cannot be dealt into folds: 3 folds were asked for, but "
                + "there are only 2 rows"),
        BadCase(
            "one row fewer than folds", data: .text("x,y\n0,0\n1,1\n2,4\n3,2\n4,2\n5,4\n6,1\n7,0\n8,1\n"),
            pipeline: .changed("folds=\"3\"", "folds=\"10\""), .data,
            "p.xml:4:25: error[FS550]: The rows cannot be dealt into folds: 10 folds were asked for, but "
                + "there are only 9 rows"),
        BadCase(
            "a class with fewer rows than folds", data: .text("x,y\n0,a\n1,a\n2,a\n3,b\n4,a\n5,a\n6,a\n7,a\n8,a\n"),
            .data,
            "p.xml:4:25: error[FS550]: Class 'b' has 1 rows, expected at least one for each of the 3 folds"),
        BadCase(
            "columns that are all constant", data: .text("x1,x2,y\n1,2,1\n1,2,2\n1,2,3\n"), .data,
            "data.csv:1: error[FS455]: No feature varies over the 3 rows; expected at least one of the 2 to vary"),
        BadCase(
            "nothing but the target", data: .text("y\n1\n2\n3\n"), .data,
            "data.csv:1: error[FS454]: No column of 'data.csv' is a feature; expected at least one beside the target"),
        BadCase(
            "all features ignored",
            pipeline: .changed(
                "<target column=\"y\"/>",
                "<target column=\"y\"/><column name=\"x1\" role=\"ignore\"/><column name=\"x2\" role=\"id\"/>"), .data,
            "data.csv:1: error[FS454]: No column of 'data.csv' is a feature; expected at least one beside the target"),
        BadCase(
            "a target that varies in the test rows alone",
            data: .text("x,y\n0,0\n1,0\n2,0\n3,0\n4,0\n5,0\n6,6\n7,7\n8,8\n"),
            pipeline: .changed(
                "<target column=\"y\"/>", "<target column=\"y\"/><split method=\"time\" key=\"x\" test=\"0.3\"/>"),
            .data,
            "data.csv:1: error[FS454]: No column of 'data.csv' is a feature; expected at least one beside the target"),
        BadCase(
            "one group", data: .text("x,g,y\n0,1,0\n1,1,1\n2,1,4\n3,1,2\n4,1,2\n5,1,4\n6,1,1\n7,1,0\n8,1,1\n"),
            pipeline: .changed("<target column=\"y\"/>", "<target column=\"y\"/><split method=\"group\" key=\"g\"/>"),
            .data,
            "p.xml:2:72: error[FS460]: Column 'g' puts all 9 rows in one group; expected at least two groups to split"),
        BadCase(
            "a split by classes of numbers",
            pipeline: .changed("<target column=\"y\"/>", "<target column=\"y\"/><split method=\"stratified\"/>"), .data,
            "p.xml:2:46: error[FS460]: A stratified split needs classes, and the target is a number; "
                + "expected another method"),
        BadCase(
            "a split by a column that is not there",
            pipeline: .changed("<target column=\"y\"/>", "<target column=\"y\"/><split method=\"hash\" key=\"g\"/>"),
            .data,
            "p.xml:2:71: error[FS450]: 'data.csv' has no split key 'g'; expected one of its 3 columns; "
                + "did you mean 'y'?"),
        BadCase(
            "a day that no calendar has", data: .text("x,t,y\n1,2024-02-29,1\n2,2024-02-30,2\n3,2024-03-01,4\n"),
            pipeline: .changed("<target column=\"y\"/>", "<target column=\"y\"/><split method=\"time\" key=\"t\"/>"),
            .data,
            "data.csv:3: error[FS460]: The time '2024-02-30' in column 't' is no number and no date of "
                + "the form '2024-01-31' or '2024-01-31T23:59:59', the same in each row; expected one of these"),
        BadCase(
            "a class that one fold lacks",
            data: .text("x,f,y\n0,0,a\n1,1,b\n4,2,b\n2,0,a\n2,1,b\n4,2,b\n1,0,a\n0,1,b\n1,2,b\n4,0,a\n2,1,b\n2,2,b\n"),
            pipeline: .changed(
                "<load path=\"data.csv\"><target column=\"y\"/></load>\n  <normalize/>\n  <l1-select><cv folds=\"3\"/>",
                "<load path=\"data.csv\"><target column=\"y\"/><column name=\"f\" role=\"fold\"/></load>\n  <normalize/>\n  <l1-select><cv split=\"column\"/>"
            ), .data,
            "p.xml:4:15: error[FS552]: In fold 1 of 3: All 8 training rows are of class 'b', expected "
                + "both classes: fewer folds or split=\"stratified\" help"),
        BadCase(
            "all rows in one fold",
            data: .text("x,f,y\n0,1,0\n1,1,1\n2,1,4\n3,1,2\n4,1,2\n5,1,4\n6,1,1\n7,1,0\n8,1,1\n"),
            pipeline: .changed(
                "<load path=\"data.csv\"><target column=\"y\"/></load>\n  <normalize/>\n  <l1-select><cv folds=\"3\"/>",
                "<load path=\"data.csv\"><target column=\"y\"/><column name=\"f\" role=\"fold\"/></load>\n  <normalize/>\n  <l1-select><cv split=\"column\"/>"
            ), .data,
            "p.xml:4:15: error[FS550]: The rows cannot be dealt into folds: All rows are in the same "
                + "given fold; at least 2 folds are needed"),
        BadCase(
            "numbers beyond a double once scaled",
            data: .text("x,f,y\n0,0,0\n1,1,1\n2,2,4\n1e300,0,2\n4,1,2\n5,2,4\n6,0,1\n7,1,0\n8,2,1\n"),
            pipeline: .changed(
                "<load path=\"data.csv\"><target column=\"y\"/></load>\n  <normalize/>\n  <l1-select><cv folds=\"3\"/>",
                "<load path=\"data.csv\"><target column=\"y\"/><column name=\"f\" role=\"fold\"/></load>\n  <normalize/>\n  <l1-select><cv split=\"column\"/>"
            ), .data,
            "p.xml:4:15: error[FS553]: In fold 1 of 3: The measure 'deviance' is undefined on the 3 "
                + "held-out rows, expected finite predictions and, for auc, rows of both classes: fewer folds "
                + "or split=\"stratified\" help"),
        BadCase(
            "two classes for a model of numbers", data: .text("x,y\n1,a\n2,b\n3,a\n4,b\n"),
            pipeline: .changed("<l1-select>", "<l1-select family=\"gaussian\">"), .data,
            "p.xml:4:22: error[FS555]: The family is gaussian, but the target 'y' has the classes 'a', "
                + "'b'; expected numbers"),
        BadCase(
            "numbers for a model of classes", pipeline: .changed("<l1-select>", "<l1-select family=\"binomial\">"),
            .data,
            "p.xml:4:22: error[FS555]: The family is binomial, but the target 'y' holds numbers; expected two classes; "
                + "give <target> type=\"binary\" if the numbers are classes"),
        BadCase(
            "nothing selected where that fails", data: .text("x,y\n0,3\n1,1\n2,4\n3,1\n4,5\n5,9\n6,2\n7,6\n8,5\n"),
            pipeline: .changed("<l1-select><cv folds=\"3\"/>", "<l1-select on-empty=\"fail\"><lambda value=\"100\"/>"),
            .stageFailed,
            "p.xml:4:4: error[FS561]: No feature is selected at lambda 100, of 1 candidates; the model "
                + "is the intercept alone"),
    ]

    @Test(arguments: cases) func `a table that no model can be fitted to is refused with the reason`(bad: BadCase)
        async throws
    {
        try await expectRefusal(of: bad)
    }
}
