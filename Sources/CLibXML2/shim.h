#ifndef FSEL_CLIBXML2_H
#define FSEL_CLIBXML2_H

#include <libxml/xmlversion.h>
/* Some distributions build libxml2 with ICU, whose headers clash with Foundation's. Dropping it here hides two
   trailing pointers of a struct that libxml2 itself allocates. */
#undef LIBXML_ICU_ENABLED

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/tree.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlschemas.h>

#endif
