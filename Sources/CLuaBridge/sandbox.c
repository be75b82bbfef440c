// The environment of a rule: only what is named here, built from an empty table.
#define _GNU_SOURCE
#include "internal.h"

#include <string.h>

const char takt_frozen_key = 0;

// MARK: Base functions

static int safe_pcall(lua_State *L) {
    luaL_checkany(L, 1);
    lua_pushboolean(L, 1);
    lua_insert(L, 1);
    int status = lua_pcall(L, lua_gettop(L) - 2, LUA_MULTRET, 0);
    // A rule cannot swallow the end of its budget.
    if (takt_owner(L)->stopped) return takt_raise_stopped(L);
    if (status == LUA_OK) return lua_gettop(L);
    lua_pushboolean(L, 0);
    lua_insert(L, -2);
    return 2;
}

static void push_plain_text(lua_State *L, int index) {
    switch (lua_type(L, index)) {
    case LUA_TNUMBER:
    case LUA_TSTRING:
    case LUA_TBOOLEAN:
    case LUA_TNIL: luaL_tolstring(L, index, NULL); break;
    // Addresses differ from run to run, so other things show only what they are.
    default: lua_pushstring(L, luaL_typename(L, index));
    }
}

static int plain_tostring(lua_State *L) {
    luaL_checkany(L, 1);
    push_plain_text(L, 1);
    return 1;
}

static int rank(int type) { return type == LUA_TNUMBER ? 0 : type == LUA_TSTRING ? 1 : 2; }

static int key_before(lua_State *L) {
    int left = rank(lua_type(L, 1)), right = rank(lua_type(L, 2));
    if (left != right) {
        lua_pushboolean(L, left < right);
    } else if (left == 2) {
        lua_pushboolean(L, !lua_toboolean(L, 1) && lua_toboolean(L, 2));
    } else {
        lua_pushboolean(L, lua_compare(L, 1, 2, LUA_OPLT));
    }
    return 1;
}

// Upvalues: table, sorted keys, position.
static int next_sorted(lua_State *L) {
    lua_Integer position = lua_tointeger(L, lua_upvalueindex(3));
    for (;;) {
        position += 1;
        if (lua_rawgeti(L, lua_upvalueindex(2), position) == LUA_TNIL) return 1;
        lua_pushvalue(L, -1);
        if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL) break;
        lua_pop(L, 2);
    }
    lua_pushinteger(L, position);
    lua_replace(L, lua_upvalueindex(3));
    return 2;
}

static int sorted_pairs(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    if (takt_is_frozen(L, 1)) {
        lua_getmetatable(L, 1);
        lua_rawgetp(L, -1, &takt_frozen_key);
        lua_replace(L, 1);
        lua_settop(L, 1);
    }
    lua_newtable(L);
    lua_Integer count = 0;
    lua_pushnil(L);
    while (lua_next(L, 1) != 0) {
        lua_pop(L, 1);
        int type = lua_type(L, -1);
        if (type != LUA_TNUMBER && type != LUA_TSTRING && type != LUA_TBOOLEAN)
            return luaL_error(L, "pairs: a key is a %s, which has no fixed order", lua_typename(L, type));
        lua_pushvalue(L, -1);
        lua_rawseti(L, 2, ++count);
    }
    lua_pushcfunction(L, key_before);
    takt_sort(L, 2, 3, count);
    lua_settop(L, 2);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, next_sorted, 3);
    return 1;
}

// MARK: Texts

static int limited_rep(lua_State *L) {
    size_t count, separatorCount;
    const char *text = luaL_checklstring(L, 1, &count);
    lua_Integer times = luaL_checkinteger(L, 2);
    const char *separator = luaL_optlstring(L, 3, "", &separatorCount);
    size_t limit = takt_owner(L)->limits.textByteCount;
    if (times <= 0) {
        lua_pushliteral(L, "");
        return 1;
    }
    // Also bounds the number of turns when both texts are empty.
    if ((lua_Unsigned)times > limit || count + separatorCount > limit / (size_t)times)
        return luaL_error(L, "rep: the text would be longer than %d bytes", (int)limit);
    luaL_Buffer buffer;
    luaL_buffinit(L, &buffer);
    for (lua_Integer turn = 0; turn < times; turn++) {
        if (turn > 0) luaL_addlstring(&buffer, separator, separatorCount);
        luaL_addlstring(&buffer, text, count);
    }
    luaL_pushresult(&buffer);
    return 1;
}

static int plain_find(lua_State *L) {
    size_t count, soughtCount;
    const char *text = luaL_checklstring(L, 1, &count);
    const char *sought = luaL_checklstring(L, 2, &soughtCount);
    lua_Integer from = luaL_optinteger(L, 3, 1);
    if (from < 0) from = (lua_Integer)count + from + 1;
    if (from < 1) from = 1;
    if ((lua_Unsigned)from > count + 1 || soughtCount > count - (size_t)(from - 1)) return lua_pushnil(L), 1;
    takt_spend(L, (int64_t)(count / 256));
    const char *found = memmem(text + from - 1, count - (size_t)(from - 1), sought, soughtCount);
    if (found == NULL) return lua_pushnil(L), 1;
    lua_pushinteger(L, found - text + 1);
    lua_pushinteger(L, found - text + (lua_Integer)soughtCount);
    return 2;
}

static int starts_with(lua_State *L) {
    size_t count, prefixCount;
    const char *text = luaL_checklstring(L, 1, &count);
    const char *prefix = luaL_checklstring(L, 2, &prefixCount);
    lua_pushboolean(L, prefixCount <= count && memcmp(text, prefix, prefixCount) == 0);
    return 1;
}

static int split(lua_State *L) {
    size_t count, separatorCount;
    const char *text = luaL_checklstring(L, 1, &count);
    const char *separator = luaL_checklstring(L, 2, &separatorCount);
    luaL_argcheck(L, separatorCount > 0, 2, "the separator is empty");
    lua_newtable(L);
    lua_Integer parts = 0;
    const char *end = text + count;
    for (;;) {
        const char *found = memmem(text, (size_t)(end - text), separator, separatorCount);
        lua_pushlstring(L, text, (size_t)((found != NULL ? found : end) - text));
        lua_rawseti(L, -2, ++parts);
        if (found == NULL) return 1;
        text = found + separatorCount;
    }
}

// Upvalue: the library's format.
static int plain_format(lua_State *L) {
    size_t length;
    const char *format = luaL_checklstring(L, 1, &length), *end = format + length;
    // By length: the library reads on behind a zero, and so must this.
    for (const char *at = format; at < end; at++) {
        if (*at != '%') continue;
        for (at++; at < end && *at != 0 && strchr("-+ #0123456789.", *at) != NULL; at++) continue;
        if (at < end && (*at == 'p' || *at == 'q')) return luaL_error(L, "format: '%%%c' is not available in rules", *at);
    }
    int count = lua_gettop(L);
    for (int index = 2; index <= count; index++) {
        int type = lua_type(L, index);
        if (type == LUA_TNUMBER || type == LUA_TSTRING) continue;
        push_plain_text(L, index);
        lua_replace(L, index);
    }
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, count, 1);
    return 1;
}

// MARK: Freezing

static int refuse_write(lua_State *L) {
    if (lua_type(L, 2) == LUA_TSTRING)
        return luaL_error(
            L, "'%s' cannot be assigned here: what a rule remembers belongs in its state (st)", lua_tostring(L, 2));
    return luaL_error(L, "this table is read-only: what a rule remembers belongs in its state (st)");
}

static int frozen_length(lua_State *L) {
    lua_pushinteger(L, (lua_Integer)lua_rawlen(L, lua_upvalueindex(1)));
    return 1;
}

bool takt_is_frozen(lua_State *L, int index) {
    if (!lua_getmetatable(L, index)) return false;
    bool answer = lua_rawgetp(L, -1, &takt_frozen_key) != LUA_TNIL;
    lua_pop(L, 2);
    return answer;
}

// Freezing recurses in C, a few slots a level; far below what a thread's stack holds.
static void check_depth(lua_State *L) {
    if (lua_gettop(L) > 1500) luaL_error(L, "tables or functions are nested too deeply");
    luaL_checkstack(L, 16, "tables or functions are nested too deeply");
}

static void freeze_value(lua_State *L, int seen) {
    // Replaces the value on top by its frozen form.
    if (lua_type(L, -1) == LUA_TTABLE) {
        takt_push_frozen(L, lua_gettop(L), seen);
        lua_remove(L, -2);
    } else if (lua_type(L, -1) == LUA_TFUNCTION && !lua_iscfunction(L, -1)) {
        takt_freeze_function(L, lua_gettop(L), seen);
    }
}

void takt_push_frozen(lua_State *L, int index, int seen) {
    check_depth(L);
    if (takt_is_frozen(L, index)) {
        lua_pushvalue(L, index);
        return;
    }
    lua_pushvalue(L, index);
    if (lua_rawget(L, seen) != LUA_TNIL) return;
    lua_pop(L, 1);

    lua_newtable(L);
    int proxy = lua_gettop(L);
    lua_pushvalue(L, index);
    lua_pushvalue(L, proxy);
    lua_rawset(L, seen);

    lua_createtable(L, 0, 5);
    lua_pushvalue(L, index);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, refuse_write);
    lua_setfield(L, -2, "__newindex");
    lua_pushvalue(L, index);
    lua_pushcclosure(L, frozen_length, 1);
    lua_setfield(L, -2, "__len");
    lua_pushvalue(L, index);
    lua_rawsetp(L, -2, &takt_frozen_key);
    lua_setmetatable(L, proxy);

    lua_pushnil(L);
    while (lua_next(L, index) != 0) {
        int type = lua_type(L, -1);
        if (type == LUA_TTABLE || type == LUA_TFUNCTION) {
            freeze_value(L, seen);
            // Assigning to an existing key is allowed while a table is traversed.
            lua_pushvalue(L, -2);
            lua_insert(L, -2);
            lua_rawset(L, index);
        } else {
            lua_pop(L, 1);
        }
    }
}

void takt_freeze_function(lua_State *L, int index, int seen) {
    check_depth(L);
    if (lua_iscfunction(L, index)) return;
    lua_pushvalue(L, index);
    bool isKnown = lua_rawget(L, seen) != LUA_TNIL;
    lua_pop(L, 1);
    if (isKnown) return;
    lua_pushvalue(L, index);
    lua_pushvalue(L, index);
    lua_rawset(L, seen);
    for (int upvalue = 1; lua_getupvalue(L, index, upvalue) != NULL; upvalue++) {
        freeze_value(L, seen);
        lua_setupvalue(L, index, upvalue);
    }
}

// MARK: Tables

// Upvalues: the library's insert or remove, and from how many arguments on there is a position. With one both move the elements behind it, and one
// step would pay for all of them.
static int charged_moves(lua_State *L) {
    int count = lua_gettop(L);
    if (count >= lua_tointeger(L, lua_upvalueindex(2)) && lua_type(L, 1) == LUA_TTABLE && lua_isinteger(L, 2)) {
        lua_Integer moved = (lua_Integer)lua_rawlen(L, 1) - lua_tointeger(L, 2);
        if (moved > 0) takt_spend(L, moved / 8);
    }
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, count, LUA_MULTRET);
    return lua_gettop(L);
}

// Wraps a function of the library on top and puts it into the table below.
static void charge_moves(lua_State *L, const char *name, int countWithPosition) {
    lua_getfield(L, -1, name);
    lua_pushinteger(L, countWithPosition);
    lua_pushcclosure(L, charged_moves, 2);
    lua_setfield(L, -3, name);
}

static int stable_sort(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 2);
    if (!lua_isnil(L, 2)) luaL_checktype(L, 2, LUA_TFUNCTION);
    takt_sort(L, 1, lua_isnil(L, 2) ? 0 : 2, luaL_len(L, 1));
    return 0;
}

// MARK: Building

static void copy_fields(lua_State *L, const char *const *names) {
    // From the table on top into the one below it.
    for (; *names != NULL; names++) {
        lua_getfield(L, -1, *names);
        lua_setfield(L, -3, *names);
    }
}

void takt_open_sandbox(lua_State *L) {
    static const char *const baseNames[] = {"assert", "error", "ipairs", "select", "tonumber", "type", NULL};
    static const char *const textNames[] = {"byte", "char", "len", "lower", "upper", "sub", "reverse", NULL};
    static const char *const tableNames[] = {"concat", "insert", "remove", "unpack", NULL};
    lua_settop(L, 0);
    lua_newtable(L);

    lua_pushcfunction(L, luaopen_base);
    lua_call(L, 0, 1);
    copy_fields(L, baseNames);
    lua_pop(L, 1);
    lua_pushcfunction(L, safe_pcall);
    lua_setfield(L, 1, "pcall");
    lua_pushcfunction(L, plain_tostring);
    lua_setfield(L, 1, "tostring");

    lua_newtable(L);
    lua_pushcfunction(L, luaopen_string);
    lua_call(L, 0, 1);
    copy_fields(L, textNames);
    lua_getfield(L, -1, "format");
    lua_pushcclosure(L, plain_format, 1);
    lua_setfield(L, -3, "format");
    lua_pop(L, 1);
    static const luaL_Reg texts[] = {
        {"rep", limited_rep}, {"find", plain_find}, {"starts_with", starts_with}, {"split", split}, {NULL, NULL}};
    luaL_setfuncs(L, texts, 0);
    // Methods of texts reach the same closed table, and nothing of the library's own metatable.
    lua_pushliteral(L, "");
    lua_createtable(L, 0, 2);
    lua_pushvalue(L, 2);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    lua_pop(L, 1);
    lua_setfield(L, 1, "string");

    lua_newtable(L);
    lua_pushcfunction(L, luaopen_table);
    lua_call(L, 0, 1);
    copy_fields(L, tableNames);
    charge_moves(L, "insert", 3);
    charge_moves(L, "remove", 2);
    lua_pop(L, 1);
    lua_pushcfunction(L, stable_sort);
    lua_setfield(L, -2, "sort");
    lua_setfield(L, 1, "table");
    lua_pushcfunction(L, sorted_pairs);
    lua_setfield(L, 1, "pairs");

    lua_pushcfunction(L, luaopen_math);
    lua_call(L, 0, 1);
    lua_pushnil(L);
    lua_setfield(L, -2, "random");
    lua_pushnil(L);
    lua_setfield(L, -2, "randomseed");
    lua_setfield(L, 1, "math");

    // Chunks take their environment from here; the original one is gone with its functions.
    lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    lua_pushnil(L);
    lua_setfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
}
