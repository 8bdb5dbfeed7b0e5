/* The HTTP interface described (OpenAPI 3.1), from the tables of operations and answers. */
#include "ops/answers-internal.h"
#include "ops/handlers.h"

enum { PATH_BYTES = 64 };

static json_t *described(json_t *schema, const char *sentence) {
        (void)json_object_set_new(schema, "description", json_string(sentence));
        return schema;
}

static json_t *reference(const char *kind, const char *name) {
        return json_pack("{s:o}", "$ref", json_sprintf("#/components/%s/%s", kind, name));
}

/* ---- Answers --------------------------------------------------------------------------------------------------------- */

static json_t *field_schema(const struct answer_field *field) {
        switch (field->type) {
        case FIELD_TEXT:
                return json_pack("{s:s}", "type", "string");
        case FIELD_TIME:
                return json_pack("{s:[s,s], s:s}", "type", "string", "null", "format", "date-time");
        case FIELD_INTEGER:
                return json_pack("{s:s}", "type", "integer");
        case FIELD_REAL:
                return json_pack("{s:s}", "type", "number");
        case FIELD_TRUTH:
                return json_pack("{s:s}", "type", "boolean");
        }
        return NULL;
}

/* An object of which every member is there, and no other. */
static json_t *object_schema(json_t *properties) {
        json_t *required = json_array();
        const char *name;
        json_t *value;
        json_object_foreach(properties, name, value)(void) json_array_append_new(required, json_string(name));
        return json_pack("{s:s, s:o, s:o, s:b}", "type", "object", "properties", properties, "required", required,
                         "additionalProperties", 0);
}

static json_t *shape_schema(enum shape_id shape) {
        json_t *properties = json_object();
        for (uint32_t i = 0; i < answer_field_count; i++)
                if (answer_fields[i].shape == shape)
                        (void)json_object_set_new(properties, answer_fields[i].name,
                                                  described(field_schema(&answer_fields[i]), answer_fields[i].sentence));
        return described(object_schema(properties), answer_shapes[shape].sentence);
}

static json_t *member_schema(const struct answer_member *member) {
        switch (member->type) {
        case MEMBER_ONE:
                return reference("schemas", answer_shapes[member->shape].name);
        case MEMBER_MANY:
                return json_pack("{s:s, s:o}", "type", "array", "items",
                                 reference("schemas", answer_shapes[member->shape].name));
        case MEMBER_TEXT:
                return json_pack("{s:[s,s]}", "type", "string", "null");
        case MEMBER_INTEGER:
                return json_pack("{s:s}", "type", "integer");
        case MEMBER_OBJECT:
                return json_pack("{s:[s,s]}", "type", "object", "null");
        }
        return NULL;
}

static json_t *answer_schema(enum op_id op) {
        json_t *properties = json_object();
        for (uint32_t i = 0; i < answer_member_count; i++)
                if (answer_members[i].op == op)
                        (void)json_object_set_new(
                                properties, answer_members[i].name,
                                described(member_schema(&answer_members[i]), answer_members[i].sentence));
        return object_schema(properties);
}

static json_t *json_content(json_t *schema) {
        return json_pack("{s:{s:o}}", "application/json", "schema", schema);
}

static json_t *responses(enum op_id op) {
        json_t *content = json_content(answer_schema(op));
        if (op == OP_QUARANTINE_SHOW)
                (void)json_object_set_new(content, "application/octet-stream",
                                          json_pack("{s:{s:s}}", "schema", "description", "The mail as it came (raw)"));
        return json_pack("{s:{s:s, s:o}, s:o}", "200", "description", "Done", "content", content, "default",
                         reference("responses", "failure"));
}

/* ---- Questions ------------------------------------------------------------------------------------------------------- */

static json_t *choices(const char *argument) {
        json_t *list = json_array();
        struct span left = span_from(argument);
        while (left.len) {
                struct span word = span_split(&left, '|');
                (void)json_array_append_new(list, json_stringn(word.ptr, word.len));
        }
        return list;
}

static json_t *param_schema(const struct param *param) {
        switch (param->type) {
        case PARAM_TYPE_FLAG:
                return json_pack("{s:s}", "type", "boolean");
        case PARAM_TYPE_TEXTS:
                return json_pack("{s:s, s:{s:s}}", "type", "array", "items", "type", "string");
        case PARAM_TYPE_CHOICE:
                return json_pack("{s:s, s:o}", "type", "string", "enum", choices(param->argument));
        case PARAM_TYPE_NUMBER:
                return json_pack("{s:s}", "type", "number");
        case PARAM_TYPE_TIME:
                return json_pack("{s:[s,s]}", "type", "string", "integer");
        default:
                return json_pack("{s:s}", "type", "string");
        }
}

/* Arguments first, as on the command line. `add` takes name, schema, sentence and whether it must be there. */
static void each_param(enum op_id op,
                       void (*add)(void *to, const char *name, json_t *schema, const char *sentence, bool required),
                       void *to) {
        struct span names = span_from(route_table[op].names);
        char name[HTTP_NAME_BYTES];
        for (uint32_t i = 0; names.len; i++) {
                struct span word = span_split(&names, ' ');
                (void)snprintf(name, sizeof name, "%.*s", (int)word.len, word.ptr);
                add(to, name, json_pack("{s:s}", "type", "string"), op_table[op].args, i < op_table[op].min_args);
        }
        for (unsigned i = 0; i < PARAMS; i++) {
                if (!op_route_takes(op, i))
                        continue;
                http_name(param_table[i].name, name);
                json_t *schema = param_schema(&param_table[i]);
                if (param_table[i].fallback)
                        (void)json_object_set_new(schema, "default",
                                                  param_table[i].type == PARAM_TYPE_NUMBER
                                                          ? json_real(strtod(param_table[i].fallback, NULL))
                                                          : json_string(param_table[i].fallback));
                add(to, name, schema, param_table[i].sentence, false);
        }
}

static void add_query(void *to, const char *name, json_t *schema, const char *sentence, bool required) {
        (void)json_array_append_new(to, json_pack("{s:s, s:s, s:b, s:s, s:o}", "name", name, "in", "query", "required",
                                                  required, "description", sentence, "schema", schema));
}

struct body {
        json_t *properties, *required;
};

static void add_property(void *to, const char *name, json_t *schema, const char *sentence, bool required) {
        struct body *body = to;
        (void)json_object_set_new(body->properties, name, described(schema, sentence));
        if (required)
                (void)json_array_append_new(body->required, json_string(name));
}

static json_t *request_body(enum op_id op) {
        struct body body = { json_object(), json_array() };
        each_param(op, add_property, &body);
        bool required = json_array_size(body.required) > 0;
        json_t *schema = json_pack("{s:s, s:o, s:o, s:b}", "type", "object", "properties", body.properties, "required",
                                   body.required, "additionalProperties", 0);
        return json_pack("{s:b, s:o}", "required", required, "content", json_content(schema));
}

/* "quarantine_release" */
static json_t *operation_id(const char *name) {
        char id[PATH_BYTES];
        (void)snprintf(id, sizeof id, "%s", name);
        for (char *c = id; *c; c++)
                *c = *c == ' ' || *c == '-' ? '_' : *c;
        return json_string(id);
}

static json_t *mail_body(bool required, const char *sentence) {
        return json_pack("{s:b, s:{s:{s:{s:s}}}}", "required", required, "content", "message/rfc822", "schema",
                         "description", sentence);
}

/* A mail as it is, with what is known of it in the query. */
static void describe_mail(json_t *operation, enum op_id op) {
        bool check = op == OP_CHECK;
        json_t *parameters = json_array();
        each_param(op, add_query, parameters);
        (void)json_object_set_new(operation, "parameters", parameters);
        (void)json_object_set_new(operation, "requestBody",
                                  mail_body(check, "The mail, or the calendar object, byte by byte"));
        (void)json_object_set_new(
                operation, "responses",
                json_pack("{s:{s:s, s:{s:{s:{s:s}}}}, s:o}", "200", "description",
                          check ? "What `calwarden check --json` prints" : "What `calwarden doctor --json` prints",
                          "content", "application/json", "schema", "description",
                          check ? "An object of calwarden.schema.json" : "An object of doctor.schema.json", "default",
                          reference("responses", "failure")));
}

static json_t *operation(enum op_id op) {
        const struct op_route *route = &route_table[op];
        json_t *json = json_pack("{s:o, s:s, s:s, s:[{s:[s]}], s:o}", "operationId", operation_id(op_table[op].name),
                                 "summary", op_table[op].help, "description", op_table[op].about, "security", "key",
                                 right_table[route->right].name, "responses", responses(op));
        if (op == OP_CHECK || op == OP_DOCTOR) {
                describe_mail(json, op);
                return json;
        }
        if (op == OP_REPORTS_READ) {
                (void)json_object_set_new(json, "requestBody", mail_body(true, "The report, byte by byte"));
                return json;
        }
        if (route->method == METHOD_POST) {
                (void)json_object_set_new(json, "requestBody", request_body(op));
                return json;
        }
        json_t *parameters = json_array();
        each_param(op, add_query, parameters);
        (void)json_object_set_new(json, "parameters", parameters);
        return json;
}

/* Of a domain doctor is asked without a body, by GET too. */
static json_t *doctor_of_domain(void) {
        json_t *json = operation(OP_DOCTOR), *parameters = json_array();
        char name[HTTP_NAME_BYTES];
        http_name(param_table[PARAM_DOMAIN].name, name);
        add_query(parameters, name, param_schema(&param_table[PARAM_DOMAIN]), param_table[PARAM_DOMAIN].sentence, true);
        (void)json_object_set_new(json, "operationId", json_string("doctor_domain"));
        (void)json_object_set_new(json, "parameters", parameters);
        (void)json_object_del(json, "requestBody");
        return json;
}

static json_t *paths(void) {
        json_t *all = json_object();
        for (unsigned op = 0; op < OPS; op++) {
                char path[PATH_BYTES];
                if (route_table[op].method == METHOD_NONE)
                        continue;
                (void)snprintf(path, sizeof path, "/v1/%s", op_table[op].name);
                for (char *c = path; *c; c++)
                        *c = *c == ' ' ? '/' : *c;
                json_t *methods = json_pack("{s:o}", route_table[op].method == METHOD_GET ? "get" : "post",
                                            operation(op));
                if (op == OP_DOCTOR)
                        (void)json_object_set_new(methods, "get", doctor_of_domain());
                (void)json_object_set_new(all, path, methods);
        }
        return all;
}

static json_t *schemas(void) {
        json_t *all = json_object();
        for (unsigned shape = 0; shape < SHAPES; shape++)
                (void)json_object_set_new(all, answer_shapes[shape].name, shape_schema(shape));
        (void)json_object_set_new(all, "failure",
                                  json_pack("{s:s, s:[s], s:b, s:{s:{s:s, s:[s,s], s:b, s:{s:{s:s}, s:{s:s}}}}}",
                                            "type", "object", "required", "error", "additionalProperties", 0,
                                            "properties", "error", "type", "object", "required", "code", "text",
                                            "additionalProperties", 0, "properties", "code", "type", "string", "text",
                                            "type", "string"));
        return all;
}

static json_t *rights_text(void) {
        char text[1024] = "A key of `calwarden key add`. Rights:";
        for (unsigned i = 0; i < RIGHTS; i++) {
                size_t used = strlen(text);
                (void)snprintf(text + used, sizeof text - used, "\n- %s: %s", right_table[i].name,
                               right_table[i].sentence);
        }
        return json_string(text);
}

json_t *openapi_document(void) {
        json_t *components = json_pack("{s:o, s:{s:{s:s, s:o}}, s:{s:{s:s, s:s, s:o}}}", "schemas", schemas(),
                                       "responses", "failure", "description", "It was not done", "content",
                                       json_content(reference("schemas", "failure")), "securitySchemes", "key", "type",
                                       "http", "scheme", "bearer", "description", rights_text());
        return json_pack("{s:s, s:{s:s, s:s, s:s}, s:o, s:o}", "openapi", "3.1.0", "info", "title", "Calwarden",
                         "version", CW_VERSION, "description",
                         "Keeps abuse out of calendars. The operations are those of the command `calwarden`.", "paths",
                         paths(), "components", components);
}
