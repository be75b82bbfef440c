// Sorting whose result and cost are a function of the table and the comparison alone.
//
// The library's quicksort picks its pivot by the clock in tables of more than a hundred elements: with a
// comparison that contradicts itself two runs differ. This one merges runs, keeps equal elements in
// their order, always ends, and pays a step for every comparison.
#include "internal.h"

// Whether the element on top comes before the one below it; leaves both.
static bool is_before(lua_State *L, int before) {
    takt_spend(L, 1);
    if (before == 0) return lua_compare(L, -1, -2, LUA_OPLT);
    lua_pushvalue(L, before);
    lua_pushvalue(L, -2);
    lua_pushvalue(L, -4);
    lua_call(L, 2, 1);
    bool answer = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return answer;
}

// Merges from[low, middle) and from[middle, high) into to[low, high).
static void merge(lua_State *L, int from, int to, int before, lua_Integer low, lua_Integer middle, lua_Integer high) {
    lua_Integer left = low, right = middle;
    for (lua_Integer target = low; target < high; target++) {
        bool takesRight = right < high;
        if (left < middle && right < high) {
            lua_geti(L, from, left);
            lua_geti(L, from, right);
            takesRight = is_before(L, before);
            lua_pop(L, 2);
        }
        lua_geti(L, from, takesRight ? right++ : left++);
        lua_seti(L, to, target);
    }
}

static void copy(lua_State *L, int from, int to, lua_Integer count) {
    for (lua_Integer index = 1; index <= count; index++) {
        lua_geti(L, from, index);
        lua_seti(L, to, index);
    }
}

// Sorts table[1…count] by the function at `before`, or by `<` when that is 0. Stack: unchanged.
void takt_sort(lua_State *L, int table, int before, lua_Integer count) {
    luaL_checkstack(L, 12, "there is no room to sort");
    if (count < 2) return;
    if (count >= 1 << 24) luaL_error(L, "sort: a table of more than %d elements", 1 << 24);
    lua_createtable(L, (int)count, 0);
    int spare = lua_gettop(L), from = table, to = spare;
    for (lua_Integer width = 1; width < count; width *= 2) {
        for (lua_Integer low = 1; low <= count; low += 2 * width) {
            lua_Integer middle = low + width <= count ? low + width : count + 1;
            lua_Integer high = low + 2 * width <= count ? low + 2 * width : count + 1;
            merge(L, from, to, before, low, middle, high);
        }
        int other = from;
        from = to;
        to = other;
    }
    if (from != table) copy(L, from, table, count);
    lua_settop(L, spare - 1);
}
