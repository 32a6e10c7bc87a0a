import FSelCommand
import Testing

/// Tables that are no table.
struct BadTextTests {
    static let cases: [BadCase] = [
        BadCase(
            "an empty file", data: .text(""), .data,
            "data.csv:1:1: error[FS406]: The file is empty; expected a line of column names and rows"),
        BadCase(
            "a byte order mark and nothing else", data: .bytes([0xEF, 0xBB, 0xBF]), .data,
            "data.csv:1:1: error[FS406]: The file is empty; expected a line of column names and rows"),
        BadCase(
            "a blank line and nothing else", data: .text("\n"), .data,
            "data.csv:1:1: error[FS414]: The first line is blank; expected the names of the columns"),
        BadCase(
            "blanks only", data: .text("   \n  \n"), .data,
            "data.csv:1:1: error[FS414]: Column 1 of 1 has no name; expected one in each field"),
        BadCase(
            "a header and no rows", data: .text("x1,x2,y\n"), .data,
            "data.csv:1: error[FS407]: The file has a header and no rows; expected at least one row"),
        BadCase(
            "a header without its newline", data: .text("x1,x2,y"), .data,
            "data.csv:1: error[FS407]: The file has a header and no rows; expected at least one row"),
        BadCase(
            "a row that is short", data: .added("1,2\n"), .data,
            "data.csv:32:1: error[FS408]: The row has 2 fields; expected 3, as many as the header has"),
        BadCase(
            "a row that is long", data: .added("1,2,3,4\n"), .data,
            "data.csv:32:1: error[FS408]: The row has 4 fields; expected 3, as many as the header has"),
        BadCase(
            "a blank line before a row", data: .added("\n1,2,3\n"), .data,
            "data.csv:32:1: error[FS409]: The line is blank, and rows follow it; expected blank lines at "
                + "the end of the file alone"),
        BadCase(
            "a header that ends in a comma", data: .text("x1,x2,y,\n1,2,3\n"), .data,
            "data.csv:1:9: error[FS414]: Column 4 of 4 has no name; expected one in each field"),
        BadCase(
            "two columns of one name", data: .text("x1,x1,y\n1,2,3\n"), .data,
            "data.csv:1:4: error[FS413]: Two columns are named 'x1', the 1st and the 2nd; expected each name once"),
        BadCase(
            "one name quoted and not", data: .text("x1,\"x1\",y\n1,2,3\n"), .data,
            "data.csv:1:4: error[FS413]: Two columns are named 'x1', the 1st and the 2nd; expected each name once"),
        BadCase(
            "one name with blanks and without", data: .text("x1, x1 ,y\n1,2,3\n"), .data,
            "data.csv:1:4: error[FS413]: Two columns are named 'x1', the 1st and the 2nd; expected each name once"),
        BadCase(
            "two names that look the same", data: .text("é,e\u{301},y\n1,2,3\n"), .data,
            "data.csv:1:3: error[FS413]: Two columns are named 'e\u{301}', the 1st and the 2nd; expected "
                + "each name once"),
        BadCase(
            "two columns without a name", data: .text(",x1,,y\n1,2,3,4\n"), .data,
            "data.csv:1:1: error[FS414]: Column 1 of 4 has no name; expected one in each field"),
        BadCase(
            "names of rows without one of their own, as R writes them", data: .text("x1\tx2,y\na,1\t2,3\n"), .data,
            "data.csv:2:1: error[FS408]: The row has 3 fields; expected 2, as many as the header has; where the first is the "
                + "row's name, as R writes it, begin the header with the delimiter or leave the names out (row.names = FALSE)"
        ),
        BadCase(
            "quoted names with another delimiter", data: .text("\"x1\";\"x2\";\"y\"\n1;2;3\n"), .data,
            "data.csv:1:5: error[FS411]: Text follows a closing quote; expected a delimiter or the end of the line. A quote "
                + "inside a quoted field is written twice; write delimiter=\";\" if that is what separates the fields"),
        BadCase(
            "a quoted name of nothing", data: .text("x1,\"\",y\n1,2,3\n"), .data,
            "data.csv:1:4: error[FS414]: Column 2 of 3 has no name; expected one in each field"),
        BadCase(
            "Latin-1",
            data: .bytes([0x78, 0x31, 0x2C, 0x78, 0x32, 0x2C, 0x79, 0x0A, 0x31, 0x2C, 0x32, 0x2C, 0xE9, 0x0A]), .data,
            "data.csv:2:5: error[FS403]: The byte 0xE9 is not UTF-8; expected UTF-8 text"),
        BadCase(
            "Latin-1 in the header",
            data: .bytes([0xE9, 0x2C, 0x78, 0x32, 0x2C, 0x79, 0x0A, 0x31, 0x2C, 0x32, 0x2C, 0x33, 0x0A]), .data,
            "data.csv:1:1: error[FS403]: The byte 0xE9 is not UTF-8; expected UTF-8 text"),
        BadCase(
            "a surrogate",
            data: .bytes([
                0x78, 0x31, 0x2C, 0x78, 0x32, 0x2C, 0x79, 0x0A, 0x31, 0x2C, 0x32, 0x2C, 0xED, 0xA0, 0x80, 0x0A,
            ]), .data,
            "data.csv:2:5: error[FS403]: The byte 0xED is not UTF-8; expected UTF-8 text"),
        BadCase(
            "an overlong form",
            data: .bytes([0x78, 0x31, 0x2C, 0x78, 0x32, 0x2C, 0x79, 0x0A, 0x31, 0x2C, 0x32, 0x2C, 0xC0, 0xAF, 0x0A]),
            .data,
            "data.csv:2:5: error[FS403]: The byte 0xC0 is not UTF-8; expected UTF-8 text"),
        BadCase(
            "a character cut off",
            data: .bytes([0x78, 0x31, 0x2C, 0x78, 0x32, 0x2C, 0x79, 0x0A, 0x31, 0x2C, 0x32, 0x2C, 0xE2, 0x82]), .data,
            "data.csv:2:5: error[FS403]: The file ends inside a character; expected UTF-8 text"),
        BadCase(
            "UTF-16",
            data: .bytes([
                0xFF, 0xFE, 0x78, 0x00, 0x2C, 0x00, 0x79, 0x00, 0x0A, 0x00, 0x31, 0x00, 0x2C, 0x00, 0x32, 0x00, 0x0A,
                0x00,
            ]), .data,
            "data.csv:1: error[FS405]: The file is UTF-16; expected UTF-8"),
        BadCase(
            "UTF-16 without a mark", data: .bytes([0x78, 0x00, 0x2C, 0x00, 0x79, 0x00, 0x0A, 0x00]), .data,
            "data.csv:1:2: error[FS404]: A NUL byte stands in the text; expected UTF-8 text"),
        BadCase(
            "a NUL", data: .added("1,2\0,3\n"), .data,
            "data.csv:32:4: error[FS404]: A NUL byte stands in the text; expected UTF-8 text"),
        BadCase(
            "a NUL in the header", data: .text("x\0,y\n1,2\n"), .data,
            "data.csv:1:2: error[FS404]: A NUL byte stands in the text; expected UTF-8 text"),
        BadCase(
            "a quote that is never closed", data: .added("\"1,2,3\n4,5,6\n"), .data,
            "data.csv:32:1: error[FS410]: The quoted field that begins here has no closing quote"),
        BadCase(
            "text behind a closing quote", data: .added("\"1\"x,2,3\n"), .data,
            "data.csv:32:4: error[FS411]: Text follows a closing quote; expected a delimiter or the end "
                + "of the line. A quote inside a quoted field is written twice"),
        BadCase(
            "a quote inside a field", data: .added("1\"2,2,3\n"), .data,
            "data.csv:32:2: error[FS412]: A quote stands inside a field that does not begin with one; "
                + "expected the whole field in quotes, and the quote in it written twice"),
        BadCase(
            "a page of the web", data: .text("<!DOCTYPE html>\n<html><body>Not Found</body></html>\n"), .data,
            "p.xml:2:41: error[FS450]: 'data.csv' has no target column 'y'; expected one of its 1 "
                + "column; the header is a single field; is the delimiter right?"),
        BadCase(
            "another delimiter",
            data: .text(
                "x1;x2;y\n0;0;0\n7;5;10\n3;10;-2\n10;2;18\n6;7;6\n2;12;-6\n9;4;14\n5;9;2\n1;1;3\n8;6;10\n4;11;-2\n0;3;-1\n7;8;6\n3;0;7\n10;5;17\n6;10;2\n2;2;3\n9;7;13\n5;12;-2\n1;4;-1\n8;9;9\n4;1;7\n0;6;-5\n7;11;5\n3;3;3\n10;8;13\n6;0;14\n2;5;-1\n9;10;9\n5;2;10\n"
            ), .data,
            "p.xml:2:41: error[FS450]: 'data.csv' has no target column 'y'; expected one of its 1 "
                + "column; the header is a single field; is the delimiter right?"),
        BadCase(
            "a picture", data: .bytes([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00]), .data,
            "data.csv:1:1: error[FS403]: The byte 0x89 is not UTF-8; expected UTF-8 text"),
        BadCase(
            "gzip that is cut off",
            data: .bytes([
                0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xAB, 0xD0, 0xA9, 0xE4, 0x32, 0xD4, 0x31,
                0xE2, 0x02,
            ]), .data,
            "p.xml:2:4: error[FS402]: Stage 'load': The data cannot be read: data.csv: the compressed "
                + "data end too early; the file is cut off, at byte 19"),
        BadCase(
            "gzip with bytes behind it",
            data: .bytes([
                0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xAB, 0xD0, 0xA9, 0xE4, 0x32, 0xD4, 0x31,
                0xE2, 0x02, 0x00, 0x23, 0xDF, 0x72, 0x00, 0x08, 0x00, 0x00, 0x00, 0x6A, 0x75, 0x6E, 0x6B,
            ]), .data,
            "p.xml:2:4: error[FS402]: Stage 'load': The data cannot be read: data.csv: bytes follow the "
                + "end of the compressed data; nothing may, at byte 28"),
        BadCase(
            "gzip whose checksum is wrong",
            data: .bytes([
                0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xAB, 0xD0, 0xA9, 0xE4, 0x32, 0xD4, 0x31,
                0xE2, 0x02, 0x00, 0x22, 0xDF, 0x72, 0x00, 0x08, 0x00, 0x00, 0x00,
            ]), .data,
            "p.xml:2:4: error[FS402]: Stage 'load': The data cannot be read: data.csv: the data are "
                + "damaged: incorrect data check, at byte 24"),
        BadCase(
            "gzip in gzip",
            data: .bytes([
                0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x93, 0xEF, 0xE6, 0x60, 0x00, 0x01, 0x26,
                0xE6, 0xD5, 0x17, 0x56, 0x3E, 0x31, 0xBA, 0x62, 0xF8, 0x88, 0x89, 0x41, 0xF9, 0x7E, 0x11, 0x03, 0x48,
                0x14, 0x00, 0x0E, 0x43, 0xE8, 0xD1, 0x1C, 0x00, 0x00, 0x00,
            ]), .data,
            "data.csv:1:2: error[FS403]: The byte 0x8B is not UTF-8; expected UTF-8 text"),
        BadCase(
            "nothing in gzip",
            data: .bytes([
                0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x03, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
                0x00, 0x00, 0x00,
            ]), .data,
            "data.csv:1:1: error[FS406]: The file is empty; expected a line of column names and rows"),
        BadCase(
            "no such file", data: .none, .noInput,
            "p.xml:2:15: error[FS300]: There is no file 'data.csv', which stage 'load' reads"),
        BadCase(
            "a folder", pipeline: .changed("\"data.csv\"", "\".\""), .noInput,
            "p.xml:2:15: error[FS301]: '.', which stage 'load' reads, is no regular file"),
        BadCase(
            "an address of the web", pipeline: .changed("\"data.csv\"", "\"https://example.org/x.csv\""), .noInput,
            "p.xml:2:15: error[FS300]: There is no file 'https://example.org/x.csv', which stage 'load' reads"),
    ]

    @Test(arguments: cases) func `a table that cannot be read is named with its line`(bad: BadCase) async throws {
        try await expectRefusal(of: bad)
    }
}
