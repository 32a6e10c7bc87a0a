#!/bin/sh
# Imports run one way: fails where a target imports what it must not.
set -eu
cd "$(dirname "$0")/.."
status=0
forbid() { # forbid FOLDER MODULE...: no file of the folder may import the modules
    folder=$1; shift
    for module in "$@"; do
        if grep -rnE "^ *(@[A-Za-z_]+(\([^)]*\))? )*((public|package|internal|private|fileprivate) )?import ((struct|enum|class|func|protocol) )?$module(\.|$| )" "$folder" --include='*.swift'; then
            echo "$folder must not import $module" >&2; status=1
        fi
    done
}
above_numerics="StageKit StageJSON StageKitTesting ArchiveStreams TableReaders PipelineXML SelectionBundle PipelineEngine FSelCommand StandardStages"
forbid Sources/SparseGLM $above_numerics Foundation FoundationEssentials
forbid Sources/StageKit StageJSON StageKitTesting ArchiveStreams TableReaders PipelineXML SelectionBundle PipelineEngine FSelCommand StandardStages CKernels
forbid Sources/ArchiveStreams SparseGLM StageKit TableReaders PipelineXML SelectionBundle PipelineEngine FSelCommand
forbid Sources/TableReaders PipelineXML SelectionBundle PipelineEngine FSelCommand
forbid Sources/PipelineXML SelectionBundle PipelineEngine FSelCommand TableReaders ArchiveStreams
forbid Sources/StageJSON ArchiveStreams TableReaders PipelineXML SelectionBundle PipelineEngine FSelCommand StandardStages
forbid Sources/StageProtocol StagePrograms StageHosting ArchiveStreams TableReaders PipelineXML SelectionBundle PipelineEngine FSelCommand StandardStages Foundation FoundationEssentials Crypto
# What a stage's program links has to start at once.
forbid Sources/StageHosting StagePrograms ArchiveStreams TableReaders PipelineXML SelectionBundle PipelineEngine FSelCommand StandardStages Foundation FoundationEssentials Crypto
forbid Sources/StagePrograms ArchiveStreams TableReaders PipelineXML SelectionBundle PipelineEngine FSelCommand StandardStages
forbid Sources/SelectionBundle PipelineXML PipelineEngine FSelCommand TableReaders
forbid Sources/PipelineEngine FSelCommand TableReaders StandardStages
for folder in Sources/* Plugins/*; do
    name=$(basename "$folder")
    [ "$name" = PipelineXML ] || forbid "$folder" CLibXML2
    [ "$name" = ArchiveStreams ] || forbid "$folder" CLibArchive
    [ "$name" = SparseGLM ] || forbid "$folder" CKernels
    [ "$name" = TableReaders ] || forbid "$folder" CTextScan CSQLite
    [ "$name" = StagePrograms ] || forbid "$folder" Subprocess
    [ "$name" = StagePrograms ] || [ "$name" = FSelCommand ] || forbid "$folder" CProcess
done
for folder in Plugins/*Plugin; do
    forbid "$folder" PipelineXML SelectionBundle PipelineEngine FSelCommand '[A-Za-z0-9]*Plugin'
done
exit $status
