#include "base/nesting.h"

#include "base/limits.h"

bool json_is_shallow(struct span json) {
        uint32_t depth = 0;
        bool in_string = false;
        for (size_t i = 0; i < json.len; i++) {
                char byte = json.ptr[i];
                if (in_string && byte == '\\')
                        i++;
                else if (byte == '"')
                        in_string = !in_string;
                else if (!in_string && (byte == '[' || byte == '{') && ++depth > LIMIT_JSON_DEPTH)
                        return false;
                else if (!in_string && (byte == ']' || byte == '}') && (depth == 0 || --depth == 0))
                        break; /* what stands behind is not read */
        }
        return true;
}
