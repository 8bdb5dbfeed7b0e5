#include "calendar/calendar.h"

static const struct property *find_from(const struct property *property, enum property_id id) {
        while (property && property->id != id)
                property = property->next;
        return property;
}

const struct property *component_property(const struct component *component, enum property_id id) {
        return component_has(component, id) ? find_from(component->properties, id) : NULL;
}

const struct property *property_again(const struct property *property) {
        return find_from(property->next, property->id);
}

struct span component_text(const struct component *component, enum property_id id) {
        const struct property *property = component_property(component, id);
        return property ? span_trim(property->text) : (struct span){ 0 };
}

static const struct component *component_from(const struct component *component, enum component_kind kind) {
        while (component && component->kind != kind)
                component = component->next;
        return component;
}

const struct component *component_child(const struct component *component, enum component_kind kind) {
        return component_from(component->children, kind);
}

const struct component *component_again(const struct component *component) {
        return component_from(component->next, component->kind);
}

const struct component *component_walk(const struct calendar *calendar, const struct component *last) {
        if (!last)
                return calendar->root.children;
        if (last->children)
                return last->children;
        while (last && !last->next)
                last = last->parent;
        return last ? last->next : NULL;
}

const struct parameter *property_parameter(const struct property *property, enum parameter_id id) {
        const struct parameter *parameter = property->parameters;
        while (parameter && parameter->id != id)
                parameter = parameter->next;
        return parameter;
}

struct span property_parameter_value(const struct property *property, enum parameter_id id) {
        const struct parameter *parameter = property_parameter(property, id);
        return parameter ? parameter->value : (struct span){ 0 };
}
