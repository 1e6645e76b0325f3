"""Compiled loops of the all-pairs join (see `joins`). Everything here speaks in ranks.

Structures are ranked by size, smallest first; actors by how many structures they sit in, rarest first. `sets` holds the
members of each structure as ascending actor ranks, `postings` the structures of each actor as ascending structure
ranks. A pair is (x, y) with rank y < rank x, so y is never larger than x.

The joins repeat how a structure is begun and a pair is kept, so that each is one loop over its own local variables.
They stand in one file, for compiled code on disk is renewed when its own file changes, not when another does.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from graphsvc.compiled import compiled, fragment, popcount

Array = Any
SIGNATURE_WORDS = 4  # 256 bits a structure
DEAD = -1  # count of a candidate that the positional filter has ruled out


@compiled
def rank_sets(indptr: Array, indices: Array, order: Array, actor_rank: Array, n_actors: int) -> Any:
    """Postings and sets in ranks by two counting sorts, so both come out ascending without comparing."""
    n = len(order)
    post_ptr = np.zeros(n_actors + 1, np.int64)
    for entry in range(len(indices)):
        post_ptr[actor_rank[indices[entry]] + 1] += 1
    for actor in range(n_actors):
        post_ptr[actor + 1] += post_ptr[actor]
    fill = post_ptr[:-1].copy()
    postings = np.empty(len(indices), np.int32)
    set_ptr = np.zeros(n + 1, np.int64)
    for x in range(n):
        begin, end = indptr[order[x]], indptr[order[x] + 1]
        set_ptr[x + 1] = set_ptr[x] + end - begin
        for entry in range(begin, end):
            actor = actor_rank[indices[entry]]
            postings[fill[actor]] = x
            fill[actor] += 1
    cursor = set_ptr[:-1].copy()
    sets = np.empty(len(indices), np.int32)
    for actor in range(n_actors):
        for entry in range(post_ptr[actor], post_ptr[actor + 1]):
            x = postings[entry]
            sets[cursor[x]] = actor
            cursor[x] += 1
    return post_ptr, postings, set_ptr, sets


@compiled
def signatures(set_ptr: Array, sets: Array) -> Array:
    """256 bits a structure: each member sets the bit its multiplicative hash names."""
    n = len(set_ptr) - 1
    bits = np.zeros((n, SIGNATURE_WORDS), np.uint64)
    for x in range(n):
        for entry in range(set_ptr[x], set_ptr[x + 1]):
            slot = np.uint64(np.uint32(sets[entry]) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(56)
            bits[x, slot >> np.uint64(6)] |= np.uint64(1) << (slot & np.uint64(63))
    return bits


@compiled
def hub_masks(set_ptr: Array, sets: Array, first_hub: int) -> Any:
    """One bit for each of the (at most 64) most frequent actors, and how many members are not among them."""
    n = len(set_ptr) - 1
    masks = np.zeros(n, np.uint64)
    rare = np.zeros(n, np.int64)
    for x in range(n):
        end = set_ptr[x + 1]
        while end > set_ptr[x] and sets[end - 1] >= first_hub:
            masks[x] |= np.uint64(1) << np.uint64(sets[end - 1] - first_hub)
            end -= 1
        rare[x] = end - set_ptr[x]
    return masks, rare


@fragment
def passes(k: int, nx: int, ny: int, bounds: Array) -> bool:
    """Whether k shared members satisfy every threshold: the same divisions as `overlap.Thresholds.keep`."""
    return bool(
        k >= bounds[0]
        and (bounds[1] <= 0 or k / (nx + ny - k) >= bounds[1])
        and (bounds[2] <= 0 or k / min(nx, ny) >= bounds[2])
        and (bounds[3] <= 0 or k / max(nx, ny) >= bounds[3])
    )


@compiled
def needed(nx: int, ny: int, bounds: Array) -> int:
    """Fewest shared members that satisfy every threshold; more than ny where none does."""
    estimate = max(
        bounds[0],
        bounds[1] / (1 + bounds[1]) * (nx + ny),
        bounds[2] * min(nx, ny),
        bounds[3] * max(nx, ny),
    )
    k = max(1, int(estimate) - 1)
    while k <= min(nx, ny) and not passes(k, nx, ny, bounds):
        k += 1
    return k


@compiled
def needed_by_size(nx: int, bounds: Array) -> Array:
    """`needed(nx, ny)` for every ny up to nx."""
    table = np.empty(nx + 1, np.int32)
    table[0] = 1
    for ny in range(1, nx + 1):
        table[ny] = needed(nx, ny, bounds)
    return table


@fragment
def smallest_partner(table: Array) -> int:
    """The smallest size that can still satisfy the thresholds (feasible sizes have no gap above)."""
    low, high = 1, len(table)
    while low < high:
        middle = (low + high) // 2
        if table[middle] <= middle:
            high = middle
        else:
            low = middle + 1
    return low


@fragment
def first_at_least(values: Array, begin: int, end: int, bound: int) -> int:
    """Position of the first value >= bound in an ascending slice."""
    while begin < end:
        middle = (begin + end) // 2
        if values[middle] < bound:
            begin = middle + 1
        else:
            end = middle
    return begin


@fragment
def grown(buffer: Array) -> Array:
    """The same rows with twice the room."""
    wider = np.empty((2 * len(buffer), buffer.shape[1]), buffer.dtype)
    wider[: len(buffer)] = buffer
    return wider


@compiled
def index_prefixes(set_ptr: Array, sets: Array, sizes: Array, bounds: Array, n_actors: int) -> Any:
    """Postings of the shortest prefix of each set that every partner at least as large must meet, with positions."""
    n = len(sizes)
    length = np.zeros(n, np.int32)
    ptr = np.zeros(n_actors + 1, np.int64)
    for y in range(n):
        if y > 0 and sizes[y] == sizes[y - 1]:
            length[y] = length[y - 1]
        elif sizes[y] > 0:
            length[y] = max(0, sizes[y] - needed(sizes[y], sizes[y], bounds) + 1)
        for entry in range(set_ptr[y], set_ptr[y] + length[y]):
            ptr[sets[entry] + 1] += 1
    for actor in range(n_actors):
        ptr[actor + 1] += ptr[actor]
    fill = ptr[:-1].copy()
    structure = np.empty(ptr[-1], np.int32)
    position = np.empty(ptr[-1], np.int32)
    for y in range(n):
        for j in range(length[y]):
            actor = sets[set_ptr[y] + j]
            structure[fill[actor]] = y
            position[fill[actor]] = j
            fill[actor] += 1
    return ptr, structure, position, length


@fragment
def merge_from(sets: Array, i: int, end_i: int, j: int, end_j: int, count: int, need: int) -> int:
    """Shared members of two ascending slices on top of `count`; stops, below `need`, once that is out of reach."""
    spare_i = count + end_i - i - need
    spare_j = count + end_j - j - need
    while i < end_i and j < end_j and spare_i >= 0 and spare_j >= 0:
        left, right = sets[i], sets[j]
        if left == right:
            count += 1
            i += 1
            j += 1
        elif left < right:
            i += 1
            spare_i -= 1
        else:
            j += 1
            spare_j -= 1
    return count


@compiled
def prefix_join(
    begin: int, end: int, set_ptr: Array, sets: Array, sizes: Array, bits: Array, index: Any, bounds: Array
) -> Array:
    """All pairs (x, y, shared) with begin <= x < end, found through the indexed prefixes of the y."""
    ptr, structure, position, length = index
    count = np.zeros(end, np.int32)
    touched = np.empty(end, np.int32)
    found = np.empty((1024, 3), np.int32)
    n_found = 0
    table = np.empty(0, np.int32)
    first, probe, known = 0, 0, -1
    for x in range(begin, end):
        nx = sizes[x]
        if nx == 0:
            continue
        if nx != known:
            known = nx
            table = needed_by_size(nx, bounds)
            smallest = smallest_partner(table)
            first = first_at_least(sizes, 0, len(sizes), smallest)
            probe = nx - table[smallest] + 1 if smallest <= nx else 0
        start = set_ptr[x]
        n_touched = 0
        for i in range(probe):
            actor = sets[start + i]
            left = nx - i
            for entry in range(first_at_least(structure, ptr[actor], ptr[actor + 1], first), ptr[actor + 1]):
                y = structure[entry]
                if y >= x:
                    break
                so_far = count[y]
                if so_far == DEAD:
                    continue
                if so_far == 0:
                    touched[n_touched] = y
                    n_touched += 1
                ny = sizes[y]
                in_reach = so_far + min(left, ny - position[entry]) >= table[ny]
                count[y] = so_far + 1 if in_reach else DEAD
        for slot in range(n_touched):
            y = touched[slot]
            so_far = count[y]
            count[y] = 0
            if so_far == DEAD:
                continue
            ny, need = sizes[y], table[sizes[y]]
            missing = 0
            for word in range(SIGNATURE_WORDS):
                missing += popcount(bits[y, word] & ~bits[x, word])
            if ny - missing < need:
                continue
            begin_y = set_ptr[y]
            if sets[start + probe - 1] < sets[begin_y + length[y] - 1]:
                shared = merge_from(sets, start + probe, start + nx, begin_y + so_far, begin_y + ny, so_far, need)
            else:
                shared = merge_from(sets, start + so_far, start + nx, begin_y + length[y], begin_y + ny, so_far, need)
            if shared >= need:
                if n_found == len(found):
                    found = grown(found)
                found[n_found, 0], found[n_found, 1], found[n_found, 2] = x, y, shared
                n_found += 1
    return found[:n_found].copy()


@compiled
def scan_join(
    begin: int,
    end: int,
    set_ptr: Array,
    sets: Array,
    sizes: Array,
    post_ptr: Array,
    postings: Array,
    masks: Array,
    rare: Array,
    bounds: Array,
) -> Array:
    """All pairs (x, y, shared) with begin <= x < end by counting along postings; hubs are counted by their masks."""
    count = np.zeros(end, np.int32)
    touched = np.empty(end + 1, np.uint32)
    found = np.empty((1024, 3), np.int32)
    n_found = 0
    table = np.empty(0, np.int32)
    first, least, known = 0, 0, -1
    for x in range(begin, end):
        nx = sizes[x]
        if nx == 0:
            continue
        if nx != known:
            known = nx
            table = needed_by_size(nx, bounds)
            smallest = smallest_partner(table)
            first = first_at_least(sizes, 0, len(sizes), smallest)
            least = table[smallest] if smallest <= nx else nx + 1
        if least > nx:
            continue
        n_touched = 0
        for i in range(rare[x]):
            actor = sets[set_ptr[x] + i]
            low = post_ptr[actor]
            if first > 0:
                low = first_at_least(postings, low, post_ptr[actor + 1], first)
            for entry in range(low, post_ptr[actor + 1]):
                y = np.uint32(postings[entry])
                if y >= x:
                    break
                so_far = count[y]
                touched[n_touched] = y
                n_touched += so_far == 0
                count[y] = so_far + 1
        mask = masks[x]
        through_hubs = nx - rare[x] >= least
        n_candidates = x - first if through_hubs else n_touched
        for slot in range(n_candidates):
            y = np.uint32(first + slot) if through_hubs else touched[slot]
            shared = count[y] + popcount(mask & masks[y])
            count[y] = 0
            if shared >= table[sizes[y]]:
                if n_found == len(found):
                    found = grown(found)
                found[n_found, 0], found[n_found, 1], found[n_found, 2] = x, y, shared
                n_found += 1
    return found[:n_found].copy()


@compiled
def top_join(
    begin: int,
    end: int,
    set_ptr: Array,
    sets: Array,
    sizes: Array,
    post_ptr: Array,
    postings: Array,
    masks: Array,
    rare: Array,
    bounds: Array,
    top: int,
) -> Array:
    """The best partners (x, y, shared) by Jaccard of every begin <= x < end among all structures, ties kept.

    Hubs are counted by their masks; who shares only hubs is looked at where that could still be among the best.
    """
    n = len(sizes)
    count = np.zeros(n, np.int32)
    touched = np.empty(n + 1, np.uint32)
    values, partners = np.empty(n), np.empty((n, 2), np.int32)
    found = np.empty((1024, 3), np.int32)
    n_found = 0
    for x in range(begin, end):
        nx = sizes[x]
        n_touched = 0
        for i in range(rare[x]):
            actor = sets[set_ptr[x] + i]
            for entry in range(post_ptr[actor], post_ptr[actor + 1]):
                y = np.uint32(postings[entry])
                touched[n_touched] = y
                n_touched += count[y] == 0
                count[y] += 1
        n_better = 0
        for slot in range(n_touched):
            y = touched[slot]
            n_better += y != x and count[y] * nx > (nx - rare[x]) * (nx + sizes[y] - count[y])
        through_hubs = nx > rare[x] and n_better < top
        n_values = 0
        for slot in range(n if through_hubs else n_touched):
            y = np.uint32(slot) if through_hubs else touched[slot]
            shared = count[y] + popcount(masks[x] & masks[y])
            count[y] = 0
            if y != x and shared > 0 and passes(shared, nx, sizes[y], bounds):
                values[n_values] = shared / (nx + sizes[y] - shared)
                partners[n_values, 0], partners[n_values, 1] = y, shared
                n_values += 1
        bar = np.partition(values[:n_values], n_values - top)[n_values - top] if n_values > top else 0.0
        for slot in range(n_values):
            if values[slot] >= bar:
                if n_found == len(found):
                    found = grown(found)
                found[n_found, 0] = x
                found[n_found, 1], found[n_found, 2] = partners[slot]
                n_found += 1
    return found[:n_found].copy()
