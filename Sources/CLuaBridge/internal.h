// What the files of this module share.
#pragma once

#include "CLuaBridge.h"
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

struct takt_lua {
    lua_State *L;
    takt_limits limits;
    takt_host host;
    size_t used;
    int refusals;         // in a row, without a successful growth between
    int collections;      // emergency collections in this run
    int stopped;          // TAKT_OVER_TIME or TAKT_OVER_MEMORY: sticky until the next run
    int64_t steps;
    int64_t started;      // monotonic
    int64_t startedCPU;   // thread clock when the run became late, or -1
    uint64_t epoch;       // of the running call; handles of another epoch are refused
    bool isCalling;
    int functionReference, eventReference, stateReference, actionReference;
    char message[512];
};

takt_lua *takt_owner(lua_State *L);
int takt_protected(takt_lua *lua, lua_CFunction body, void *argument);
int takt_guarded_call(takt_lua *lua, int argumentCount, int resultCount);
int takt_raise_stopped(lua_State *L);
void takt_spend(lua_State *L, int64_t steps);
void takt_sort(lua_State *L, int table, int before, lua_Integer count);

void takt_open_sandbox(lua_State *L);
void takt_push_frozen(lua_State *L, int index, int seen);
void takt_freeze_function(lua_State *L, int index, int seen);
bool takt_is_frozen(lua_State *L, int index);

void takt_read(lua_State *L, int index, takt_value *value);
void takt_push(lua_State *L, const takt_value *value);

extern const char takt_constructor_key;
extern const char takt_object_key;
extern const char takt_declarations_key;
extern const char takt_frozen_key;
extern const char takt_objects_key;

typedef struct {
    int32_t kind;
    int64_t size;
    char text[32];
} takt_constructor;
