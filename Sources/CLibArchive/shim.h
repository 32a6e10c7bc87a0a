// libarchive for the formats; zlib beside it, because libarchive's gzip filter checks neither the checksum nor the length.
#include <archive.h>
#include <archive_entry.h>
#include <zlib.h>
