#!/usr/bin/env python3
"""`select-k-best`: the features with the highest score of a univariate test, as scikit-learn computes it."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "..", "Python"))

from fsel_stage import BadOptions, Option, run, select, stage


@stage("select-k-best", namespace="urn:fsel:examples", gives="selection",
       summary="Selects the features with the highest score of a univariate test, by scikit-learn.",
       options=[Option.integer("count", default=10, min=1, help="How many features to select."),
                Option.choice("score", ["f", "mutual-information"],
                              help="The test: the F statistic of a linear fit or of an analysis of variance, or mutual information.")])
def select_k_best(table, options, context):
    from sklearn import feature_selection as scores

    x, y = table.matrix(), table.target()
    count, features = options["count"], table.numeric_features
    if count > len(features):
        raise BadOptions(f"'count' is {count}, and there are {len(features)} numeric features; expected no more than these.")
    is_class = table.levels_of_target() is not None
    if options["score"] == "f":
        score = scores.f_classif if is_class else scores.f_regression
    else:
        def score(x, y):
            test = scores.mutual_info_classif if is_class else scores.mutual_info_regression
            return test(x, y, random_state=context.seed % 2**32)
    fitted = scores.SelectKBest(score, k=count).fit(x, y)
    keep = fitted.get_support()
    dropped = {name: f"score {value:.6g}" for name, value, kept in zip(features, fitted.scores_, keep) if not kept}
    return select(table, keep, dropped=dropped, facts={"score": options["score"]})


run()
