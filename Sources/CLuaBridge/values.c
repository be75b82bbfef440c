// Values that cross the border, declarations, and walks over tables and bytecode.
#include "internal.h"

#include <stdlib.h>
#include <string.h>

const char takt_constructor_key = 0;
const char takt_object_key = 0;
const char takt_declarations_key = 0;

enum { WALK_DEPTH_MAX = 16, WALK_VALUES_MAX = 100000 };

// MARK: Values

static bool has_metatable(lua_State *L, int index, const void *key) {
    if (lua_type(L, index) != LUA_TUSERDATA || !lua_getmetatable(L, index)) return false;
    lua_rawgetp(L, LUA_REGISTRYINDEX, key);
    bool answer = lua_rawequal(L, -1, -2);
    lua_pop(L, 2);
    return answer;
}

static void read_constructor(lua_State *L, int index, takt_value *value) {
    takt_constructor *constructor = lua_touserdata(L, index);
    value->kind = TAKT_CONSTRUCTOR;
    value->object = constructor->kind;
    value->integer = constructor->size;
    value->text = constructor->text;
    value->count = strlen(constructor->text);
}

static void read_number(lua_State *L, int index, takt_value *value) {
    value->kind = lua_isinteger(L, index) ? TAKT_INTEGER : TAKT_NUMBER;
    if (value->kind == TAKT_INTEGER) value->integer = lua_tointeger(L, index);
    value->number = lua_tonumber(L, index);
}

void takt_read(lua_State *L, int index, takt_value *value) {
    memset(value, 0, sizeof *value);
    index = lua_absindex(L, index);
    switch (lua_type(L, index)) {
    case LUA_TNONE:
    case LUA_TNIL: value->kind = TAKT_NIL; return;
    case LUA_TBOOLEAN:
        value->kind = TAKT_BOOLEAN;
        value->integer = lua_toboolean(L, index);
        return;
    case LUA_TNUMBER: read_number(L, index, value); return;
    case LUA_TSTRING:
        value->kind = TAKT_TEXT;
        value->text = lua_tolstring(L, index, &value->count);
        return;
    case LUA_TTABLE: value->kind = TAKT_TABLE; return;
    case LUA_TFUNCTION: {
        lua_Debug record;
        lua_pushvalue(L, index);
        lua_getinfo(L, ">S", &record);
        value->kind = TAKT_FUNCTION;
        value->integer = record.linedefined;
        return;
    }
    default:
        value->kind = TAKT_OTHER;
        if (has_metatable(L, index, &takt_constructor_key)) read_constructor(L, index, value);
    }
}

static void push_numbers(lua_State *L, const takt_value *value) {
    lua_createtable(L, (int)value->count, 0);
    for (size_t index = 0; index < value->count; index++) {
        lua_pushnumber(L, value->numbers[index]);
        lua_rawseti(L, -2, (lua_Integer)index + 1);
    }
}

void takt_push(lua_State *L, const takt_value *value) {
    switch (value->kind) {
    case TAKT_BOOLEAN: lua_pushboolean(L, value->integer != 0); return;
    case TAKT_INTEGER: lua_pushinteger(L, value->integer); return;
    case TAKT_NUMBER: lua_pushnumber(L, value->number); return;
    case TAKT_TEXT: lua_pushlstring(L, value->text, value->count); return;
    case TAKT_NUMBERS: push_numbers(L, value); return;
    default: lua_pushnil(L);
    }
}

// MARK: Declarations

// Upvalue: which constructor.
static int construct(lua_State *L) {
    takt_constructor made = {.kind = (int32_t)lua_tointeger(L, lua_upvalueindex(1))};
    if (lua_type(L, 1) == LUA_TSTRING) {
        size_t count;
        const char *text = lua_tolstring(L, 1, &count);
        luaL_argcheck(L, count < sizeof made.text, 1, "the text is too long");
        memcpy(made.text, text, count);
    } else {
        made.size = luaL_checkinteger(L, 1);
    }
    *(takt_constructor *)lua_newuserdatauv(L, sizeof made, 0) = made;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &takt_constructor_key);
    lua_setmetatable(L, -2);
    return 1;
}

// Upvalue: the entry of the declaration; its table becomes entry[2].
static int declare_table(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    lua_rawseti(L, lua_upvalueindex(1), 2);
    return 0;
}

static int declare(lua_State *L) {
    luaL_checktype(L, 1, LUA_TSTRING);
    lua_Debug record;
    int line = 0;
    if (lua_getstack(L, 1, &record) && lua_getinfo(L, "l", &record)) line = record.currentline;
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &takt_declarations_key) != LUA_TTABLE)
        return luaL_error(L, "things are declared at the top of a file, not while a rule runs");
    lua_Integer count = (lua_Integer)lua_rawlen(L, -1);
    if (count >= 1000) return luaL_error(L, "a file declares at most 1000 things");
    lua_createtable(L, 3, 0);
    lua_pushvalue(L, 1);
    lua_rawseti(L, -2, 1);
    lua_pushinteger(L, line);
    lua_rawseti(L, -2, 3);
    lua_pushvalue(L, -1);
    lua_rawseti(L, -3, count + 1);
    lua_pushcclosure(L, declare_table, 1);
    return 1;
}

static int add_word(lua_State *L) {
    static const char *const constructors[] = {"ring", "window", "counter", "set"};
    const char *word = lua_touserdata(L, 1);
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &takt_declarations_key) == LUA_TNIL) {
        lua_newtable(L);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &takt_declarations_key);
        lua_newtable(L);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &takt_constructor_key);
    }
    lua_pushglobaltable(L);
    lua_pushcfunction(L, declare);
    lua_setfield(L, -2, word);
    for (int kind = 0; kind < 4; kind++) {
        lua_pushinteger(L, kind);
        lua_pushcclosure(L, construct, 1);
        lua_setfield(L, -2, constructors[kind]);
    }
    return 0;
}

int takt_lua_declare(takt_lua *lua, const char *word) { return takt_protected(lua, add_word, (void *)word); }

int takt_lua_declaration_count(takt_lua *lua) {
    lua_settop(lua->L, 0);
    if (lua_rawgetp(lua->L, LUA_REGISTRYINDEX, &takt_declarations_key) != LUA_TTABLE) return 0;
    return (int)lua_rawlen(lua->L, -1);
}

// Leaves entry[field] of a declaration on the stack; raw reads cannot raise.
static int push_part(takt_lua *lua, int index, int field) {
    lua_settop(lua->L, 0);
    if (lua_rawgetp(lua->L, LUA_REGISTRYINDEX, &takt_declarations_key) != LUA_TTABLE) return LUA_TNIL;
    if (lua_rawgeti(lua->L, -1, index + 1) != LUA_TTABLE) return LUA_TNIL;
    return lua_rawgeti(lua->L, -1, field);
}

int takt_lua_declaration_open_count(takt_lua *lua) {
    int count = takt_lua_declaration_count(lua), open = 0;
    for (int index = 0; index < count; index++) open += push_part(lua, index, 2) != LUA_TTABLE;
    return open;
}

bool takt_lua_declaration(takt_lua *lua, int index, takt_value *name, int *line) {
    push_part(lua, index, 3);
    *line = (int)lua_tointeger(lua->L, -1);
    if (push_part(lua, index, 1) != LUA_TSTRING) return false;
    takt_read(lua->L, -1, name);
    return push_part(lua, index, 2) == LUA_TTABLE;
}

// MARK: Walks

typedef struct {
    takt_visit visit;
    void *context;
    int left;
} walk;

static bool walk_table(lua_State *L, walk *walk, int depth) {
    int table = lua_gettop(L);
    if (depth > WALK_DEPTH_MAX || !lua_checkstack(L, 8)) return false;
    walk->visit(walk->context, TAKT_WALK_BEGIN, NULL);
    lua_pushnil(L);
    while (lua_next(L, table) != 0) {
        takt_value value;
        if (--walk->left < 0) return false;
        takt_read(L, -2, &value);
        walk->visit(walk->context, TAKT_WALK_KEY, &value);
        takt_read(L, -1, &value);
        if (value.kind != TAKT_TABLE) {
            walk->visit(walk->context, TAKT_WALK_VALUE, &value);
        } else if (!walk_table(L, walk, depth + 1)) {
            return false;
        }
        lua_settop(L, table + 1);
    }
    walk->visit(walk->context, TAKT_WALK_END, NULL);
    return true;
}

bool takt_lua_walk(takt_lua *lua, int index, takt_visit visit, void *context) {
    if (push_part(lua, index, 2) != LUA_TTABLE) return false;
    walk walk = {visit, context, WALK_VALUES_MAX};
    bool isWhole = walk_table(lua->L, &walk, 1);
    lua_settop(lua->L, 0);
    return isWhole;
}

// MARK: Bytecode

typedef struct {
    const char *field;
    int index;
    takt_visit_code visit;
    void *context;
} code_walk;

typedef struct {
    char *bytes;
    size_t count, capacity;
} dump_buffer;

static int append(lua_State *L, const void *bytes, size_t count, void *context) {
    (void)L;
    dump_buffer *buffer = context;
    if (buffer->count + count > buffer->capacity) {
        size_t capacity = (buffer->count + count) * 2;
        char *moved = realloc(buffer->bytes, capacity);
        if (moved == NULL) return 1;
        buffer->bytes = moved;
        buffer->capacity = capacity;
    }
    memcpy(buffer->bytes + buffer->count, bytes, count);
    buffer->count += count;
    return 0;
}

static void visit_code(lua_State *L, int index, code_walk *walk) {
    dump_buffer buffer = {0};
    lua_pushvalue(L, index);
    // Dumping a loaded function allocates nothing in the state, so it cannot raise and leak the buffer.
    if (lua_dump(L, append, &buffer, 0) == 0) walk->visit(walk->context, buffer.bytes, buffer.count);
    free(buffer.bytes);
    lua_pop(L, 1);
}

// A work list instead of recursion: `pending` is a table of values still to look at.
static void reach(lua_State *L, int seen, int pending, lua_Integer *count) {
    // Consumes the value on top.
    int type = lua_type(L, -1);
    bool isInteresting = type == LUA_TTABLE || (type == LUA_TFUNCTION && !lua_iscfunction(L, -1));
    if (isInteresting) {
        lua_pushvalue(L, -1);
        isInteresting = lua_rawget(L, seen) == LUA_TNIL;
        lua_pop(L, 1);
    }
    if (isInteresting) {
        lua_pushvalue(L, -1);
        lua_pushboolean(L, 1);
        lua_rawset(L, seen);
        lua_rawseti(L, pending, ++*count);
    } else {
        lua_pop(L, 1);
    }
}

static void reach_parts(lua_State *L, int index, int seen, int pending, lua_Integer *count) {
    if (lua_type(L, index) == LUA_TTABLE) {
        lua_pushnil(L);
        while (lua_next(L, index) != 0) reach(L, seen, pending, count);
    } else {
        for (int upvalue = 1; lua_getupvalue(L, index, upvalue) != NULL; upvalue++)
            reach(L, seen, pending, count);
    }
}

static int walk_code(lua_State *L) {
    code_walk *walk = lua_touserdata(L, 1);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &takt_declarations_key);
    lua_rawgeti(L, -1, walk->index + 1);
    lua_rawgeti(L, -1, 2);
    lua_newtable(L);
    int seen = lua_gettop(L);
    lua_newtable(L);
    int pending = lua_gettop(L);
    lua_Integer count = 0;
    lua_pushstring(L, walk->field);
    lua_rawget(L, seen - 1);
    reach(L, seen, pending, &count);
    while (count > 0) {
        lua_rawgeti(L, pending, count--);
        int value = lua_gettop(L);
        if (lua_type(L, value) == LUA_TFUNCTION) visit_code(L, value, walk);
        reach_parts(L, value, seen, pending, &count);
        lua_settop(L, pending);
    }
    return 0;
}

int takt_lua_walk_code(takt_lua *lua, int index, const char *field, takt_visit_code visit, void *context) {
    code_walk walk = {field, index, visit, context};
    return takt_protected(lua, walk_code, &walk);
}
