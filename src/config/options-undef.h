/* options-undef: to be included behind options.def. No #pragma once: it is needed each time. */
#undef OPTION_NUMBER
#undef OPTION_DURATION
#undef OPTION_SIZE
#undef OPTION_TRUTH
#undef OPTION_CHOICE
#undef OPTION_TEXT
#undef OPTION_LIST
