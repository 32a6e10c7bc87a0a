import FSelCommand
import Testing

/// Cells that are no number.
struct BadValuesTests {
    static let cases: [BadCase] = [
        BadCase(
            "NaN among numbers", data: .added("NaN,1,2\n"), .data,
            "data.csv:32:1: error[FS415]: Column 'x1' has 30 numbers, and one cell of the other kind; "
                + "the first, 'NaN', is not a number. Expected numbers only or texts only; correct the cell, "
                + "list it in missing-tokens, or give the column a type"),
        BadCase(
            "Inf among numbers", data: .added("Inf,1,2\n"), .data,
            "data.csv:32:1: error[FS415]: Column 'x1' has 30 numbers, and one cell of the other kind; "
                + "the first, 'Inf', is not a number. Expected numbers only or texts only; correct the cell, "
                + "list it in missing-tokens, or give the column a type"),
        BadCase(
            "-inf among numbers", data: .added("-inf,1,2\n"), .data,
            "data.csv:32:1: error[FS415]: Column 'x1' has 30 numbers, and one cell of the other kind; "
                + "the first, '-inf', is not a number. Expected numbers only or texts only; correct the cell, "
                + "list it in missing-tokens, or give the column a type"),
        BadCase(
            "0x10 among numbers", data: .added("0x10,1,2\n"), .data,
            "data.csv:32:1: error[FS415]: Column 'x1' has 30 numbers, and one cell of the other kind; "
                + "the first, '0x10', is not a number. Expected numbers only or texts only; correct the cell, "
                + "list it in missing-tokens, or give the column a type"),
        BadCase(
            "1_000 among numbers", data: .added("1_000,1,2\n"), .data,
            "data.csv:32:1: error[FS415]: Column 'x1' has 30 numbers, and one cell of the other kind; "
                + "the first, '1_000', is not a number. Expected numbers only or texts only; correct the cell, "
                + "list it in missing-tokens, or give the column a type"),
        BadCase(
            "1e among numbers", data: .added("1e,1,2\n"), .data,
            "data.csv:32:1: error[FS415]: Column 'x1' has 30 numbers, and one cell of the other kind; "
                + "the first, '1e', is not a number. Expected numbers only or texts only; correct the cell, "
                + "list it in missing-tokens, or give the column a type"),
        BadCase(
            "--1 among numbers", data: .added("--1,1,2\n"), .data,
            "data.csv:32:1: error[FS415]: Column 'x1' has 30 numbers, and one cell of the other kind; "
                + "the first, '--1', is not a number. Expected numbers only or texts only; correct the cell, "
                + "list it in missing-tokens, or give the column a type"),
        BadCase(
            "TRUE among numbers", data: .added("TRUE,1,2\n"), .data,
            "data.csv:32:1: error[FS415]: Column 'x1' has 30 numbers, and one cell of the other kind; "
                + "the first, 'TRUE', is not a number. Expected numbers only or texts only; correct the cell, "
                + "list it in missing-tokens, or give the column a type"),
        BadCase(
            "１２ among numbers", data: .added("１２,1,2\n"), .data,
            "data.csv:32:1: error[FS415]: Column 'x1' has 30 numbers, and one cell of the other kind; "
                + "the first, '１２', is not a number. Expected numbers only or texts only; correct the cell, "
                + "list it in missing-tokens, or give the column a type"),
        BadCase(
            "=1+1 among numbers", data: .added("=1+1,1,2\n"), .data,
            "data.csv:32:1: error[FS415]: Column 'x1' has 30 numbers, and one cell of the other kind; "
                + "the first, '=1+1', is not a number. Expected numbers only or texts only; correct the cell, "
                + "list it in missing-tokens, or give the column a type"),
        BadCase(
            "1 2 among numbers", data: .added("1 2,1,2\n"), .data,
            "data.csv:32:1: error[FS415]: Column 'x1' has 30 numbers, and one cell of the other kind; "
                + "the first, '1 2', is not a number. Expected numbers only or texts only; correct the cell, "
                + "list it in missing-tokens, or give the column a type"),
        BadCase(
            "NaN in the target", data: .added("1,1,NaN\n"), .data,
            "data.csv:32:5: error[FS415]: Column 'y' has 30 numbers, and one cell of the other kind; the "
                + "first, 'NaN', is not a number. Expected numbers only or texts only; correct the cell, list "
                + "it in missing-tokens, or give the column a type"),
        BadCase(
            "Infinity in the target", data: .added("1,1,Infinity\n"), .data,
            "data.csv:32:5: error[FS415]: Column 'y' has 30 numbers, and one cell of the other kind; the "
                + "first, 'Infinity', is not a number. Expected numbers only or texts only; correct the cell, "
                + "list it in missing-tokens, or give the column a type"),
        BadCase(
            "#N/A in the target", data: .added("1,1,#N/A\n"), .data,
            "data.csv:32:5: error[FS415]: Column 'y' has 30 numbers, and one cell of the other kind; the "
                + "first, '#N/A', is not a number. Expected numbers only or texts only; correct the cell, list "
                + "it in missing-tokens, or give the column a type"),
        BadCase(
            "a number beyond a double", data: .added("1e999,1,2\n"), .data,
            "data.csv:32:1: error[FS417]: The number '1e999' in column 'x1' is too large; expected at "
                + "most about 1.8e308 in magnitude"),
        BadCase(
            "a target beyond a double", data: .added("1,1,-1e999\n"), .data,
            "data.csv:32:5: error[FS417]: The number '-1e999' in column 'y' is too large; expected at "
                + "most about 1.8e308 in magnitude"),
        BadCase(
            "a missing feature", data: .added("NA,1,2\n"), .data,
            "data.csv:32:1: error[FS451]: Column 'x1' has no value here; expected a value in each row, "
                + "as missing=\"error\" demands; set missing=\"drop-row\" to leave such rows out, or \"keep\" "
                + "and add <impute>"),
        BadCase(
            "an empty field", data: .added(",1,2\n"), .data,
            "data.csv:32:1: error[FS451]: Column 'x1' has no value here; expected a value in each row, "
                + "as missing=\"error\" demands; set missing=\"drop-row\" to leave such rows out, or \"keep\" "
                + "and add <impute>"),
        BadCase(
            "a missing target", data: .added("1,1,NA\n"), .data,
            "data.csv:32:5: error[FS451]: Column 'y' has no value here; expected a value in each row, as "
                + "missing=\"error\" demands; set missing=\"drop-row\" to leave such rows out, or \"keep\" and "
                + "add <impute>"),
        BadCase(
            "two missing values", data: .added("NA,1,2\n1,,2\n"), .data,
            "data.csv:32:1: error[FS451]: Column 'x1' has no value here, and 1 more value is missing in "
                + "the file; expected a value in each row, as missing=\"error\" demands; set "
                + "missing=\"drop-row\" to leave such rows out, or \"keep\" and add <impute>"),
        BadCase(
            "values missing in each row", data: .text("x,y\nNA,1\nNA,2\n"),
            pipeline: .changed(" path=\"data.csv\"", " path=\"data.csv\" missing=\"drop-row\""), .data,
            "p.xml:2:34: error[FS453]: No row of 'data.csv' is left, since each of the 2 has a missing "
                + "value: 2 in 'x'; give such columns the role 'ignore', or set missing=\"keep\" and add "
                + "<impute>"),
        BadCase(
            "missing values kept and not imputed", data: .added("NA,1,2\n"),
            pipeline: .changed(" path=\"data.csv\"", " path=\"data.csv\" missing=\"keep\""), .data,
            "data.csv:32: error[FS542]: Feature 'x1' has no value in this row: put <impute> before "
                + "<normalize>, or load with missing=\"drop-row\""),
        BadCase(
            "nothing to impute from", data: .text("x1,x2,y\nNA,0,0\nNA,1,1\nNA,2,4\nNA,3,2\nNA,4,2\nNA,5,4\n"),
            pipeline: .changed(
                "<load path=\"data.csv\"><target column=\"y\"/></load>",
                "<load path=\"data.csv\" missing=\"keep\"><target column=\"y\"/></load><impute/>"), .data,
            "p.xml:2:68: error[FS525]: Feature 'x1' has no value in any training row, so that there is "
                + "nothing to impute it from: leave it out, or give it a constant"),
        BadCase(
            "text in the weights", data: .text("x,w,y\n1,a,1\n2,b,2\n"),
            pipeline: .changed("<target column=\"y\"/>", "<target column=\"y\"/><column name=\"w\" role=\"weight\"/>"),
            .data,
            "data.csv:2:3: error[FS416]: Column 'w' must hold numbers, and 2 cells are not one; the first is 'a'"),
        BadCase(
            "a negative weight", data: .text("x,w,y\n1,1,1\n2,-1,2\n"),
            pipeline: .changed("<target column=\"y\"/>", "<target column=\"y\"/><column name=\"w\" role=\"weight\"/>"),
            .data,
            "data.csv:3: error[FS459]: The weight 'w' is -1 in this row; expected 0 or more"),
        BadCase(
            "weights of zero", data: .text("x,w,y\n1,0,1\n2,0,2\n"),
            pipeline: .changed("<target column=\"y\"/>", "<target column=\"y\"/><column name=\"w\" role=\"weight\"/>"),
            .data,
            "data.csv:1: error[FS459]: The weight 'w' is 0 in all 2 rows; expected it to be above 0 in some"),
        BadCase(
            "weights beyond a double", data: .text("x,w,y\n1,1e308,1\n2,1e308,2\n"),
            pipeline: .changed("<target column=\"y\"/>", "<target column=\"y\"/><column name=\"w\" role=\"weight\"/>"),
            .data,
            "data.csv:1: error[FS459]: The weights 'w' sum to more than the range of a double; expected "
                + "smaller ones, of which only the ratios count"),
        BadCase(
            "a level in two spellings", data: .text("x,c,y\n1,é,1\n2,e\u{301},2\n"), .data,
            "data.csv:1: error[FS419]: Column 'c' has two levels that both show as 'é' and differ only "
                + "in Unicode normalization; expected one spelling"),
        BadCase(
            "texts without encode",
            data: .text("x,c,y\n0,a,0\n1,b,1\n2,a,4\n3,b,2\n4,a,2\n5,b,4\n6,a,1\n7,b,0\n8,a,1\n"), .data,
            "p.xml:3:4: error[FS541]: Feature 'c' is categorical, and <normalize> takes numbers: put "
                + "<encode> before it"),
    ]

    @Test(arguments: cases) func `a cell that is no number is named with its line and column`(bad: BadCase) async throws
    {
        try await expectRefusal(of: bad)
    }
}
