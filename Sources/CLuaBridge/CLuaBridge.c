// The interpreter: memory, budgets, protected runs.
#include "internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { TEXT_BYTES_PER_STEP = 64, HOOK_STEPS = 256, UNWIND_RESERVE = 64 * 1024, COLLECTIONS_MAX = 32 };

static int64_t now(clockid_t clock) {
    struct timespec time;
    if (clock_gettime(clock, &time) != 0) return 0;
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

takt_lua *takt_owner(lua_State *L) { return *(takt_lua **)lua_getextraspace(L); }

// MARK: Memory

static bool may_grow(takt_lua *lua, size_t growth) {
    // While an error unwinds it needs a little memory for its own sentence.
    size_t limit = lua->limits.memoryByteCount + (lua->stopped ? UNWIND_RESERVE : 0);
    return growth <= limit && lua->used <= limit - growth;
}

static void *refuse(takt_lua *lua) {
    // The interpreter collects its garbage once and asks again; the second refusal is final.
    if (++lua->refusals >= 2 || ++lua->collections > COLLECTIONS_MAX) lua->stopped = TAKT_OVER_MEMORY;
    return NULL;
}

static void *allocate(void *context, void *block, size_t oldCount, size_t newCount) {
    takt_lua *lua = context;
    size_t held = block == NULL ? 0 : oldCount;
    if (newCount == 0) {
        free(block);
        lua->used -= held;
        return NULL;
    }
    if (newCount > held) {
        // For a new object oldCount tells its type.
        bool isText = block == NULL && oldCount == LUA_TSTRING;
        if (isText && newCount > lua->limits.textByteCount + 64) {
            lua->stopped = TAKT_OVER_MEMORY;
            return NULL;
        }
        if (!may_grow(lua, newCount - held)) return refuse(lua);
        // One step makes a text of any length; its bytes cost as much as the steps that copy them would.
        // Short texts are kept and found again, which depends on the past of the interpreter: never those.
        if (isText && newCount >= 2 * TEXT_BYTES_PER_STEP)
            lua->steps += (int64_t)(newCount / TEXT_BYTES_PER_STEP);
    }
    void *moved = realloc(block, newCount);
    if (moved == NULL) return newCount <= held ? block : refuse(lua);
    if (newCount > held) lua->refusals = 0;
    lua->used = lua->used - held + newCount;
    return moved;
}

// MARK: Budgets

int takt_raise_stopped(lua_State *L) {
    return luaL_error(
        L, takt_owner(L)->stopped == TAKT_OVER_MEMORY ? "the memory budget is used up" : "the time budget is used up");
}

static bool is_over_time(takt_lua *lua) {
    lua->steps += HOOK_STEPS;
    if (lua->steps > lua->limits.stepCount) return true;
    if (now(CLOCK_MONOTONIC) - lua->started <= lua->limits.nanoseconds) return false;
    // Late by the wall, perhaps because the machine was busy with others: from here on only time that
    // this thread really worked counts. Reading that clock costs 400 ns, so never before.
    int64_t worked = now(CLOCK_THREAD_CPUTIME_ID);
    if (lua->startedCPU < 0) lua->startedCPU = worked;
    return worked - lua->startedCPU > lua->limits.nanoseconds;
}

// Charges work inside of the library, which the hook does not see.
void takt_spend(lua_State *L, int64_t steps) {
    takt_lua *lua = takt_owner(L);
    int64_t before = lua->steps;
    lua->steps += steps;
    // Looks at the clock as often as the hook does.
    if (before / HOOK_STEPS != lua->steps / HOOK_STEPS && !lua->stopped) {
        lua->steps -= HOOK_STEPS;
        if (is_over_time(lua)) lua->stopped = TAKT_OVER_TIME;
    }
    if (lua->stopped) takt_raise_stopped(L);
}

static void hook(lua_State *L, lua_Debug *record) {
    (void)record;
    takt_lua *lua = takt_owner(L);
    if (!lua->stopped && is_over_time(lua)) lua->stopped = TAKT_OVER_TIME;
    if (lua->stopped) {
        lua_sethook(L, hook, LUA_MASKCOUNT, 1);
        takt_raise_stopped(L);
    }
}

static void begin(takt_lua *lua) {
    // Also starts the count towards the next hook anew: what is left of it from the run before would
    // decide a run near its budget, and an interpreter that was made again after a crash has none.
    lua_sethook(lua->L, hook, LUA_MASKCOUNT, HOOK_STEPS);
    lua->stopped = 0;
    lua->steps = 0;
    lua->refusals = 0;
    lua->collections = 0;
    lua->started = now(CLOCK_MONOTONIC);
    lua->startedCPU = -1;
}

// MARK: Protected runs

static int finish(takt_lua *lua, int status) {
    if (status == LUA_OK && !lua->stopped) return TAKT_OK;
    const char *text = "the error is not a text";
    if (status != LUA_OK && lua_type(lua->L, -1) == LUA_TSTRING) text = lua_tostring(lua->L, -1);
    if (lua->stopped == TAKT_OVER_TIME) text = "the time budget is used up";
    if (lua->stopped == TAKT_OVER_MEMORY) text = "the memory budget is used up";
    snprintf(lua->message, sizeof lua->message, "%s", text);
    // The rule may have written it, and people read it on terminals.
    for (char *at = lua->message; *at != 0; at++) {
        if ((unsigned char)*at < 0x20 || *at == 0x7f) *at = ' ';
    }
    return lua->stopped ? lua->stopped : TAKT_FAILED;
}

int takt_guarded_call(takt_lua *lua, int argumentCount, int resultCount) {
    begin(lua);
    return finish(lua, lua_pcall(lua->L, argumentCount, resultCount, 0));
}

int takt_protected(takt_lua *lua, lua_CFunction body, void *argument) {
    lua_settop(lua->L, 0);
    begin(lua);
    // A C function without upvalues and a light userdata need no memory: this cannot raise.
    lua_pushcfunction(lua->L, body);
    lua_pushlightuserdata(lua->L, argument);
    int status = finish(lua, lua_pcall(lua->L, 1, 0, 0));
    lua_settop(lua->L, 0);
    return status;
}

static int open_all(lua_State *L) {
    takt_open_sandbox(L);
    return 0;
}

takt_lua *takt_lua_open(takt_limits limits) {
    takt_lua *lua = calloc(1, sizeof *lua);
    if (lua == NULL) return NULL;
    lua->limits = limits;
    lua->L = lua_newstate(allocate, lua);
    if (lua->L == NULL) {
        free(lua);
        return NULL;
    }
    *(takt_lua **)lua_getextraspace(lua->L) = lua;
    lua_sethook(lua->L, hook, LUA_MASKCOUNT, HOOK_STEPS);
    if (takt_protected(lua, open_all, NULL) != TAKT_OK) {
        takt_lua_close(lua);
        return NULL;
    }
    return lua;
}

void takt_lua_close(takt_lua *lua) {
    lua_close(lua->L);
    free(lua);
}

size_t takt_lua_byte_count(const takt_lua *lua) { return lua->used; }
const char *takt_lua_message(const takt_lua *lua) { return lua->message; }

int takt_lua_run(takt_lua *lua, const char *text, size_t count, const char *name, takt_value *result) {
    lua_settop(lua->L, 0);
    begin(lua);
    // "t": bytecode is refused, whatever its first line looks like.
    int status = luaL_loadbufferx(lua->L, text, count, name, "t");
    if (status == LUA_OK) status = lua_pcall(lua->L, 0, 1, 0);
    int answer = finish(lua, status);
    // The result stays on the stack so that its text lives until the next run.
    if (answer == TAKT_OK && result != NULL) takt_read(lua->L, -1, result);
    return answer;
}
