# The units, with the paths of this installation. SYSTEMD=OFF leaves them out.
option(SYSTEMD "Install systemd units" ON)
configure_file(${CMAKE_CURRENT_LIST_DIR}/calwarden.service.in systemd/calwarden.service @ONLY)
configure_file(${CMAKE_CURRENT_LIST_DIR}/calwarden.socket systemd/calwarden.socket COPYONLY)
if(SYSTEMD)
  # Where systemd looks: /lib for packages of the system, PREFIX/lib for others.
  install(FILES ${CMAKE_BINARY_DIR}/systemd/calwarden.service ${CMAKE_BINARY_DIR}/systemd/calwarden.socket
    DESTINATION lib/systemd/system)
  install(FILES ${CMAKE_CURRENT_LIST_DIR}/calwarden.sysusers DESTINATION lib/sysusers.d RENAME calwarden.conf)
endif()
