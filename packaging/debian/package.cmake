# Debian packages by CPack: calwarden (program, rules, configuration, units), libcalwarden0, libcalwarden-dev. Made by
# tools/package, which configures a build folder with the prefix that they need.
set(deb ${CMAKE_CURRENT_LIST_DIR})

# Excluded from `make install`, which touches no configuration.
install(FILES docs/calwarden.conf DESTINATION ${CMAKE_INSTALL_FULL_SYSCONFDIR}/calwarden COMPONENT program EXCLUDE_FROM_ALL)
file(GLOB pages CONFIGURE_DEPENDS docs/*.md)
install(FILES ${pages} docs/spam-folder.sieve DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/calwarden
  COMPONENT program EXCLUDE_FROM_ALL)
install(DIRECTORY docs/reference docs/sieve DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/calwarden
  COMPONENT program EXCLUDE_FROM_ALL)
foreach(pair program:calwarden library:libcalwarden0 development:libcalwarden-dev)
  string(REPLACE ":" ";" pair ${pair})
  list(GET pair 0 component)
  list(GET pair 1 name)
  install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${name} RENAME copyright COMPONENT ${component}
    EXCLUDE_FROM_ALL)
endforeach()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME calwarden)
set(CPACK_PACKAGE_CONTACT "The Calwarden authors <calwarden@example.org>")
set(CPACK_PACKAGE_VENDOR "The Calwarden authors")
set(CPACK_PACKAGE_DIRECTORY ${CMAKE_BINARY_DIR}/packages)
set(CPACK_COMPONENTS_ALL program library development)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_STRIP_FILES ON)
set(CPACK_SET_DESTDIR ON)  # for what stands outside the prefix: /etc
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME calwarden)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION mail)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_DEPENDS "systemd | systemd-standalone-sysusers | systemd-sysusers")
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SUGGESTS "postfix | mail-transport-agent, dovecot-sieve, postgresql, redis-server")
set(CPACK_DEBIAN_PROGRAM_PACKAGE_CONTROL_EXTRA ${deb}/conffiles ${deb}/postinst ${deb}/prerm ${deb}/postrm)
set(CPACK_COMPONENT_PROGRAM_DESCRIPTION "keeps abuse out of calendars
A milter and a command that read the calendar in a mail as well as the mail
around it, decide whether an invitation, an update or a reply may touch a
calendar, and say why.")

set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME libcalwarden${PROJECT_VERSION_MAJOR})
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SUGGESTS calwarden)
set(CPACK_COMPONENT_LIBRARY_DESCRIPTION "judges mails and calendars: the shared library
What the calwarden command does with one item, for programs written in C. The
rules come with the package calwarden.")

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libcalwarden-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS
  "libcalwarden${PROJECT_VERSION_MAJOR} (= ${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE})")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION "judges mails and calendars: header and static library
What is needed to build programs with libcalwarden.")
include(CPack)
