// What a rule's function is given: handles to the event, the state and the actions, which the host keeps.
#include "internal.h"

#include <stdio.h>
#include <string.h>

const char takt_objects_key = 0;

enum { PATH_BYTES = 256, FIELDS_MAX = 64, ACTION_DEPTH = 4 };

typedef struct {
    uint64_t epoch;
    int32_t cell;
} handle;

// MARK: Guards

static takt_lua *calling(lua_State *L) {
    takt_lua *lua = takt_owner(L);
    if (lua->stopped) takt_raise_stopped(L);
    if (!lua->isCalling) luaL_error(L, "this is only available while a rule's function runs");
    return lua;
}

static takt_lua *checked(lua_State *L) {
    takt_lua *lua = calling(L);
    handle *self = lua_touserdata(L, 1);
    if (self == NULL || self->epoch != lua->epoch)
        luaL_error(L, "this handle was kept from an earlier call; keep values in the state (st), not handles");
    return lua;
}

static int raise(lua_State *L, const takt_value *sentence) {
    luaL_where(L, 1);
    lua_pushlstring(L, sentence->text, sentence->count);
    lua_concat(L, 2);
    return lua_error(L);
}

// Upvalue 1 maps names to indices; the name is argument 2. Answers false when it is unknown.
static bool find_index(lua_State *L, int32_t *index) {
    lua_pushvalue(L, 2);
    bool isKnown = lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL;
    *index = (int32_t)lua_tointeger(L, -1);
    lua_pop(L, 1);
    return isKnown;
}

static int refuse_name(lua_State *L, const char *what) {
    if (lua_type(L, 2) != LUA_TSTRING) return luaL_error(L, "%s is reached by a name, not by a %s", what, luaL_typename(L, 2));
    return luaL_error(L, "%s has no '%s'", what, lua_tostring(L, 2));
}

// MARK: Event

static int event_index(lua_State *L) {
    takt_lua *lua = checked(L);
    int32_t slot;
    if (!find_index(L, &slot)) return refuse_name(L, "the event (ev)");
    takt_value value = {0};
    if (lua->host.event_get(lua->host.context, slot, &value) != 0) return raise(L, &value);
    takt_push(L, &value);
    return 1;
}

static int refuse_assignment(lua_State *L) { return luaL_error(L, "this cannot be assigned to"); }

// MARK: State

static void push_object(lua_State *L, takt_lua *lua, int32_t cell) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &takt_objects_key);
    if (lua_rawgeti(L, -1, cell) != LUA_TUSERDATA) {
        lua_pop(L, 1);
        handle *made = lua_newuserdatauv(L, sizeof *made, 0);
        made->cell = cell;
        lua_rawgetp(L, LUA_REGISTRYINDEX, &takt_object_key);
        lua_setmetatable(L, -2);
        lua_pushvalue(L, -1);
        lua_rawseti(L, -3, cell);
    }
    ((handle *)lua_touserdata(L, -1))->epoch = lua->epoch;
}

static int state_index(lua_State *L) {
    takt_lua *lua = checked(L);
    int32_t cell;
    if (!find_index(L, &cell)) return refuse_name(L, "the state (st)");
    takt_value value = {0};
    if (lua->host.state_get(lua->host.context, cell, &value) != 0) return raise(L, &value);
    if (value.kind == TAKT_OBJECT) push_object(L, lua, cell);
    else takt_push(L, &value);
    return 1;
}

static int state_newindex(lua_State *L) {
    takt_lua *lua = checked(L);
    int32_t cell;
    if (!find_index(L, &cell)) return refuse_name(L, "the state (st)");
    takt_value value, answer = {0};
    takt_read(L, 3, &value);
    if (lua->host.state_set(lua->host.context, cell, &value, &answer) != 0) return raise(L, &answer);
    return 0;
}

// MARK: Rings, windows, counters, sets

static void push_list(lua_State *L, takt_lua *lua, int32_t cell, int32_t method, const takt_value *size) {
    // The host answers how many values there are; then each is asked for by position.
    lua_Integer count = size->integer;
    lua_createtable(L, (int)count, 0);
    for (lua_Integer position = 1; position <= count; position++) {
        takt_value argument = {.kind = TAKT_INTEGER, .integer = position}, value = {0};
        if (lua->host.object_call(lua->host.context, cell, -1 - method, &argument, &value) != 0) raise(L, &value);
        takt_push(L, &value);
        lua_rawseti(L, -2, position);
    }
}

// Upvalue: the method.
static int object_method(lua_State *L) {
    takt_lua *lua = calling(L);
    luaL_checktype(L, 1, LUA_TUSERDATA);
    handle *self = lua_touserdata(L, 1);
    // Event and state are handles of the same size: only the metatable tells them from a ring.
    lua_rawgetp(L, LUA_REGISTRYINDEX, &takt_object_key);
    bool isObject = lua_getmetatable(L, 1) && lua_rawequal(L, -1, -2);
    if (!isObject) return luaL_error(L, "call it with a colon, like st.lots:push(x)");
    lua_pop(L, 2);
    checked(L);
    int32_t method = (int32_t)lua_tointeger(L, lua_upvalueindex(1));
    takt_value argument, value = {0};
    takt_read(L, 2, &argument);
    if (lua->host.object_call(lua->host.context, self->cell, method, &argument, &value) != 0) return raise(L, &value);
    if (value.kind == TAKT_TABLE) push_list(L, lua, self->cell, method, &value);
    else takt_push(L, &value);
    return 1;
}

// MARK: Actions

typedef struct {
    char path[PATH_BYTES];
    int left;
} action_walk;

static void send_field(
    lua_State *L, takt_lua *lua, action_walk *walk, size_t count, int index, bool isElement, int depth);

static void send_list(lua_State *L, takt_lua *lua, action_walk *walk, size_t count, int table, int depth) {
    lua_Integer length = (lua_Integer)lua_rawlen(L, table);
    for (lua_Integer position = 1; position <= length; position++) {
        lua_rawgeti(L, table, position);
        send_field(L, lua, walk, count, lua_gettop(L), true, depth + 1);
        lua_pop(L, 1);
    }
}

static void send_table(lua_State *L, takt_lua *lua, action_walk *walk, size_t count, int table, int depth) {
    if (depth > ACTION_DEPTH) luaL_error(L, "the table of an action is nested more than %d levels", ACTION_DEPTH);
    luaL_checkstack(L, 8, "the table of an action is nested too deeply");
    lua_pushnil(L);
    while (lua_next(L, table) != 0) {
        int value = lua_gettop(L);
        if (lua_type(L, -2) == LUA_TSTRING) {
            size_t nameCount;
            const char *name = lua_tolstring(L, -2, &nameCount);
            size_t dot = count > 0 ? 1 : 0;
            if (count + dot + nameCount >= PATH_BYTES) luaL_error(L, "a field name of an action is too long");
            if (dot) walk->path[count] = '.';
            memcpy(walk->path + count + dot, name, nameCount);
            send_field(L, lua, walk, count + dot + nameCount, value, false, depth + 1);
        } else if (!lua_isinteger(L, -2)) {
            luaL_error(L, "field names of an action are texts");
        }
        lua_settop(L, value - 1);
    }
    send_list(L, lua, walk, count, table, depth);
}

static void send_field(
    lua_State *L, takt_lua *lua, action_walk *walk, size_t count, int index, bool isElement, int depth) {
    if (--walk->left < 0) luaL_error(L, "an action takes at most %d fields", FIELDS_MAX);
    takt_value value, answer = {0};
    takt_read(L, index, &value);
    if (value.kind == TAKT_TABLE) {
        send_table(L, lua, walk, count, index, depth);
        return;
    }
    if (lua->host.action_field(lua->host.context, walk->path, count, isElement, &value, &answer) != 0) raise(L, &answer);
}

// Upvalue: the action.
static int act(lua_State *L) {
    takt_lua *lua = calling(L);
    action_walk walk = {.left = FIELDS_MAX};
    takt_value answer = {0};
    lua_settop(L, 1);
    // An earlier action may have ended in an error half-way.
    lua->host.action(lua->host.context, TAKT_ACTION_BEGIN, &answer);
    if (lua_type(L, 1) == LUA_TTABLE) send_table(L, lua, &walk, 0, 1, 1);
    else if (lua_type(L, 1) == LUA_TUSERDATA) return luaL_error(L, "call it with a dot, like act.alert {…}");
    else if (!lua_isnil(L, 1)) send_field(L, lua, &walk, 0, 1, false, 1);
    int32_t action = (int32_t)lua_tointeger(L, lua_upvalueindex(1));
    if (lua->host.action(lua->host.context, action, &answer) != 0) return raise(L, &answer);
    return 0;
}

static int action_index(lua_State *L) {
    checked(L);
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(1)) == LUA_TNIL) return refuse_name(L, "the list of actions (act)");
    return 1;
}

// MARK: Preparing and calling

typedef struct {
    takt_lua *lua;
    int index;
    const char *field;
    takt_names event, state, actions, methods;
} preparation;

static void push_names(lua_State *L, takt_names names) {
    lua_createtable(L, 0, names.count);
    for (int index = 0; index < names.count; index++) {
        lua_pushinteger(L, names.indices[index]);
        lua_setfield(L, -2, names.names[index]);
    }
}

static void push_functions(lua_State *L, takt_names names, lua_CFunction function) {
    lua_createtable(L, 0, names.count);
    for (int index = 0; index < names.count; index++) {
        lua_pushinteger(L, names.indices[index]);
        lua_pushcclosure(L, function, 1);
        lua_setfield(L, -2, names.names[index]);
    }
}

// Consumes the table of names on top; answers a reference to a handle.
static int make_handle(lua_State *L, lua_CFunction index, lua_CFunction newindex) {
    int names = lua_gettop(L);
    handle *made = lua_newuserdatauv(L, sizeof *made, 0);
    made->epoch = 0;
    made->cell = -1;
    lua_createtable(L, 0, 2);
    lua_pushvalue(L, names);
    lua_pushcclosure(L, index, 1);
    lua_setfield(L, -2, "__index");
    lua_pushvalue(L, names);
    lua_pushcclosure(L, newindex, 1);
    lua_setfield(L, -2, "__newindex");
    lua_setmetatable(L, -2);
    int reference = luaL_ref(L, LUA_REGISTRYINDEX);
    lua_settop(L, names - 1);
    return reference;
}

static void prepare_objects(lua_State *L, takt_names methods) {
    lua_createtable(L, 0, 2);
    push_functions(L, methods, object_method);
    lua_getfield(L, -1, "count");
    lua_setfield(L, -3, "__len");
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, refuse_assignment);
    lua_setfield(L, -2, "__newindex");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &takt_object_key);
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &takt_objects_key);
}

static int prepare(lua_State *L) {
    preparation *all = lua_touserdata(L, 1);
    lua_newtable(L);
    int seen = lua_gettop(L);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &takt_declarations_key);
    lua_rawgeti(L, -1, all->index + 1);
    lua_rawgeti(L, -1, 2);
    lua_pushstring(L, all->field);
    lua_rawget(L, -2);
    luaL_checktype(L, -1, LUA_TFUNCTION);
    takt_freeze_function(L, lua_gettop(L), seen);
    all->lua->functionReference = luaL_ref(L, LUA_REGISTRYINDEX);
    // The heads have been read by another interpreter; here only the function is needed.
    lua_pushnil(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &takt_declarations_key);
    lua_settop(L, 1);

    push_names(L, all->event);
    all->lua->eventReference = make_handle(L, event_index, refuse_assignment);
    push_names(L, all->state);
    all->lua->stateReference = make_handle(L, state_index, state_newindex);
    push_functions(L, all->actions, act);
    all->lua->actionReference = make_handle(L, action_index, refuse_assignment);
    prepare_objects(L, all->methods);
    return 0;
}

int takt_lua_prepare(
    takt_lua *lua, int index, const char *field, takt_host host, takt_names event, takt_names state,
    takt_names actions, takt_names methods) {
    lua->host = host;
    preparation all = {lua, index, field, event, state, actions, methods};
    return takt_protected(lua, prepare, &all);
}

static void push_handle(takt_lua *lua, int reference) {
    lua_rawgeti(lua->L, LUA_REGISTRYINDEX, reference);
    ((handle *)lua_touserdata(lua->L, -1))->epoch = lua->epoch;
}

int takt_lua_call(takt_lua *lua) {
    lua_settop(lua->L, 0);
    lua->epoch += 1;
    lua->isCalling = true;
    lua_rawgeti(lua->L, LUA_REGISTRYINDEX, lua->functionReference);
    push_handle(lua, lua->eventReference);
    push_handle(lua, lua->stateReference);
    push_handle(lua, lua->actionReference);
    int status = takt_guarded_call(lua, 3, 0);
    lua->isCalling = false;
    lua_settop(lua->L, 0);
    return status;
}
