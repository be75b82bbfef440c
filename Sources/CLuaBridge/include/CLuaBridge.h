// A small, closed Lua 5.4 for alert rules: an interpreter with a counted memory, a step and time
// budget, an environment built from nothing, and handles to values that the host keeps.
//
// Every function here that runs Lua does so protected and answers with a status: a Lua error never
// leaves this module. The host's callbacks are called from Lua, return a status, and only then does
// the trampoline raise, so no jump ever crosses a frame of the host.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// What a value that crosses the border holds.
enum {
    TAKT_NIL = 0,
    TAKT_BOOLEAN,
    TAKT_INTEGER,
    TAKT_NUMBER,
    TAKT_TEXT,
    TAKT_NUMBERS,
    TAKT_OBJECT,
    TAKT_TABLE,
    TAKT_FUNCTION,
    TAKT_CONSTRUCTOR,
    TAKT_OTHER,
};

/// A value that crosses the border. Texts and numbers are lent until the next call of either side.
typedef struct {
    int32_t kind;
    /// Which constructor made it (index into "ring", "window", "counter", "set"), or a state cell.
    int32_t object;
    /// An integer, a truth value (0 or 1), or the line where a function begins.
    int64_t integer;
    double number;
    const char *text;
    size_t count;
    const double *numbers;
} takt_value;

/// How a protected run ended.
enum {
    TAKT_OK = 0,
    TAKT_FAILED,
    /// The step or time budget is used up.
    TAKT_OVER_TIME,
    /// The memory budget is used up, or a text grew beyond its ceiling.
    TAKT_OVER_MEMORY,
};

enum { TAKT_ACTION_BEGIN = -1 };

/// What the host answers to Lua. Every function returns 0, or 1 with the sentence in `out` as text.
typedef struct {
    void *context;
    int32_t (*event_get)(void *context, int32_t slot, takt_value *out);
    int32_t (*state_get)(void *context, int32_t cell, takt_value *out);
    int32_t (*state_set)(void *context, int32_t cell, const takt_value *value, takt_value *out);
    int32_t (*object_call)(
        void *context, int32_t cell, int32_t method, const takt_value *argument, takt_value *out);
    /// One field of an action's table; `path` joins nested names with dots.
    int32_t (*action_field)(
        void *context, const char *path, size_t count, bool isElement, const takt_value *value, takt_value *out);
    /// The fields are complete; TAKT_ACTION_BEGIN says that fields of another action follow.
    int32_t (*action)(void *context, int32_t action, takt_value *out);
} takt_host;

/// Budgets of one interpreter.
typedef struct {
    size_t memoryByteCount;
    size_t textByteCount;
    int64_t stepCount;
    int64_t nanoseconds;
} takt_limits;

typedef struct takt_lua takt_lua;

/// A new closed interpreter, or NULL when there is no memory for it. With isLoading it also knows
/// `rule` and the constructors of state. One thread at a time; takt_lua_close ends it.
takt_lua *takt_lua_open(takt_limits limits);
void takt_lua_close(takt_lua *lua);

/// Bytes in use, and the sentence of the last failure.
size_t takt_lua_byte_count(const takt_lua *lua);
const char *takt_lua_message(const takt_lua *lua);

/// Compiles text (never bytecode) and runs it. The name appears in error messages. When `result` is
/// given, the first value the chunk returns is stored there; tables answer only their kind.
int takt_lua_run(takt_lua *lua, const char *text, size_t count, const char *name, takt_value *result);

/// Declarations collected by `rule "id" {…}` (or any other declared word) while chunks ran.
/// takt_lua_declare adds such a word; call it before takt_lua_run.
int takt_lua_declare(takt_lua *lua, const char *word);
int takt_lua_declaration_count(takt_lua *lua);
/// How many declarations have a name but no table.
int takt_lua_declaration_open_count(takt_lua *lua);
/// Name and line of a declaration; the text is lent until the interpreter runs again.
bool takt_lua_declaration(takt_lua *lua, int index, takt_value *name, int *line);

/// What a walk over a table reports.
enum { TAKT_WALK_KEY = 0, TAKT_WALK_VALUE, TAKT_WALK_BEGIN, TAKT_WALK_END };
typedef void (*takt_visit)(void *context, int32_t event, const takt_value *value);

/// Walks the table of a declaration: at most 16 levels and 100,000 values, in no particular order.
/// False when there is more.
bool takt_lua_walk(takt_lua *lua, int index, takt_visit visit, void *context);

/// Calls `visit` with the bytecode of every Lua function that the function in a field of a
/// declaration can reach through upvalues and tables, itself first.
typedef void (*takt_visit_code)(void *context, const char *bytes, size_t count);
int takt_lua_walk_code(
    takt_lua *lua, int index, const char *field, takt_visit_code visit, void *context);

/// Takes the function in a field of a declaration for calls, and freezes every table that it can
/// reach. Names answer `ev.x` (slots), `st.x` (cells), `act.x` (actions), by position; slots of names are given beside.
typedef struct {
    const char *const *names;
    const int32_t *indices;
    int count;
} takt_names;
int takt_lua_prepare(
    takt_lua *lua, int index, const char *field, takt_host host, takt_names event, takt_names state,
    takt_names actions, takt_names methods);

/// Calls the prepared function with (ev, st, act).
int takt_lua_call(takt_lua *lua);
