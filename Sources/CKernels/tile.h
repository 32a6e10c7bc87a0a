#ifndef FSEL_TILE_H
#define FSEL_TILE_H

/// What a register tile does with its products: adds to the entry, or takes from it, their sum from 0 or each in turn.
enum tile_use { ADD_SUM, SUBTRACT_SUM, ADD_TERMS, SUBTRACT_TERMS };

#endif
