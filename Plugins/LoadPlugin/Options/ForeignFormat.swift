/// Formats of tables that are not read, by the suffixes of files' names.
enum ForeignFormat {
    private static let suffixes: [(String, [String])] = [
        ("a spreadsheet", ["xlsx", "xlsm", "xlsb", "xls", "ods", "numbers"]), ("Parquet", ["parquet"]),
        ("Arrow", ["feather", "arrow", "ipc"]), ("JSON", ["json", "jsonl", "ndjson"]), ("XML", ["xml"]),
        ("HTML", ["html", "htm"]), ("a pickle of Python", ["pkl", "pickle"]), ("R's own", ["rds", "rda", "rdata"]),
        ("SPSS's", ["sav"]), ("Stata's", ["dta"]), ("SAS's", ["sas7bdat", "xpt"]), ("HDF5", ["h5", "hdf5", "hdf"]),
        ("MATLAB's", ["mat"]), ("ARFF", ["arff"]), ("PDF", ["pdf"]),
    ]

    /// What a file's name says that it holds, before the suffix of what packs it; `nil` where that is none of these.
    ///
    /// - Parameter path: The path of the file, or a pattern.
    static func name(of path: String) -> String? {
        var parts = (path.split(separator: "/").last ?? "").lowercased().split(separator: ".")
        if let last = parts.last, ["gz", "zst", "bz2", "xz", "zip"].contains(last) { parts.removeLast() }
        guard parts.count > 1, let suffix = parts.last else { return nil }
        return suffixes.first { $0.1.contains(String(suffix)) }?.0
    }
}
