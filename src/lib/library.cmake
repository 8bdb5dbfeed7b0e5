# libcalwarden, shared and static; and what `cmake --install` puts in place.

target_compile_definitions(cw_lib PRIVATE CW_VERSION="${PROJECT_VERSION}")
if(NOT CMAKE_BUILD_TYPE STREQUAL "Release")
  return()
endif()

# Shared: the version script leaves only cw_ symbols.
add_library(calwarden_shared SHARED $<TARGET_OBJECTS:cw_lib>)
target_link_libraries(calwarden_shared PRIVATE cw_engine cw_report)
# The daemon's libraries, which the layers name too, are not the library's.
target_link_options(calwarden_shared PRIVATE -Wl,--as-needed -Wl,--no-undefined
  -Wl,--version-script=${CMAKE_CURRENT_LIST_DIR}/calwarden.map)
set_target_properties(calwarden_shared PROPERTIES OUTPUT_NAME calwarden VERSION ${PROJECT_VERSION}
  SOVERSION ${PROJECT_VERSION_MAJOR} LINK_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/calwarden.map)

# Static: all layers linked into one object whose other symbols are made local, so that none of ours meets one of the
# program's.
set(layers)
foreach(name engine report verdict checks config facts lookup calendar message text base)
  get_target_property(type cw_${name} TYPE)
  if(type STREQUAL "STATIC_LIBRARY")
    list(APPEND layers cw_${name})
  endif()
endforeach()
set(archives ${layers})
list(TRANSFORM archives REPLACE "(.+)" "$<TARGET_FILE:\\1>")
set(static ${CMAKE_BINARY_DIR}/libcalwarden.a)
set(object ${CMAKE_BINARY_DIR}/calwarden-static.o)
add_custom_command(OUTPUT ${static}
  COMMAND ${CMAKE_C_COMPILER} -r -nostdlib -o ${object} $<TARGET_OBJECTS:cw_lib>
          -Wl,--start-group ${archives} -Wl,--end-group
  COMMAND ${CMAKE_OBJCOPY} --wildcard --keep-global-symbol=cw_* ${object}
  COMMAND ${CMAKE_COMMAND} -E rm -f ${static}
  COMMAND ${CMAKE_AR} rcs ${static} ${object}
  DEPENDS cw_lib ${layers} $<TARGET_OBJECTS:cw_lib>
  COMMAND_EXPAND_LISTS VERBATIM)
add_custom_target(calwarden_static ALL DEPENDS ${static})

file(RELATIVE_PATH to_prefix ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
configure_file(${CMAKE_CURRENT_LIST_DIR}/calwarden.pc.in calwarden.pc @ONLY)
install(TARGETS calwarden_shared LIBRARY COMPONENT library NAMELINK_COMPONENT development)
install(FILES ${static} DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)
install(FILES include/calwarden.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development)
install(FILES ${CMAKE_BINARY_DIR}/calwarden.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)
install(DIRECTORY rules DESTINATION ${CMAKE_INSTALL_DATADIR}/calwarden)
install(FILES docs/calwarden.schema.json docs/calwarden.conf DESTINATION ${CMAKE_INSTALL_DATADIR}/calwarden)
install(TARGETS calwarden)

# Manual pages and completions are printed by the program itself, from its table of operations.
set(printed)
function(print file)
  add_custom_command(OUTPUT ${file} COMMAND calwarden ${ARGN} > ${file} DEPENDS calwarden VERBATIM)
  set(printed ${printed} ${CMAKE_BINARY_DIR}/${file} PARENT_SCOPE)
endfunction()
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/man ${CMAKE_BINARY_DIR}/completion)
print(man/calwarden.1 internal man)
file(STRINGS src/ops/ops.def rows REGEX "^OP\\(")
foreach(row ${rows})
  string(REGEX REPLACE "^OP\\([A-Z_]+, \"([a-z ]+)\".*" "\\1" name "${row}")
  if(NOT name MATCHES "^internal ")
    string(REPLACE " " ";" words "${name}")
    string(REPLACE " " "-" page "${name}")
    print(man/calwarden-${page}.1 internal man ${words})
  endif()
endforeach()
install(DIRECTORY ${CMAKE_BINARY_DIR}/man/ DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
print(completion/calwarden completion bash)
print(completion/_calwarden completion zsh)
install(FILES ${CMAKE_BINARY_DIR}/completion/calwarden DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES ${CMAKE_BINARY_DIR}/completion/_calwarden DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
add_custom_target(printed ALL DEPENDS ${printed})
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS src/ops/ops.def)
