#ifndef C_TEXT_SCAN_H
#define C_TEXT_SCAN_H

#include "text_scan_level.h"
#include "text_scan_number.h"
#include "text_scan_records.h"

#endif
