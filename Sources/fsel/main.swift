import FSelCommand
import StandardStages

// A program of your own with more stages is these lines with a longer list.
await FSelProgram(stages: StandardStages.all).main()
