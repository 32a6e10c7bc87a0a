import CorrelationFilterPlugin
import EncodePlugin
import EvaluatePlugin
import ImputePlugin
import L1SelectPlugin
import L2RefitPlugin
import LoadPlugin
import NormalizePlugin
public import StageKit
import VarianceFilterPlugin
import WinsorizePlugin

/// The stages that ship.
public enum StandardStages {
    /// Every built-in stage, in the order in which they are listed to people.
    public static let all: [any Stage.Type] = [
        LoadStage.self,
        ImputeStage.self,
        EncodeStage.self,
        WinsorizeStage.self,
        VarianceFilterStage.self,
        CorrelationFilterStage.self,
        NormalizeStage.self,
        L1SelectStage.self,
        L2RefitStage.self,
        EvaluateStage.self,
        // `fsel plugin new --in-tree` adds its stage above this line.
    ]
}
