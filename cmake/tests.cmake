# SPDX-License-Identifier: Apache-2.0
# Native tests: one Catch2 program a layer (tests/unit/LAYER/*_test.cpp → unit_LAYER), so that a
# layer is built and tested alone; and, in the fuzz preset, one program a file of tests/fuzz.
if(PILLARBOX_FUZZ)
  # tests/fuzz/LAYER_WHAT.cpp → fuzz_LAYER_WHAT, linked with its layer.
  file(GLOB fuzzers CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/fuzz/*.cpp)
  foreach(file ${fuzzers})
    get_filename_component(stem ${file} NAME_WE)
    string(REGEX REPLACE "_.*" "" layer ${stem})
    add_executable(fuzz_${stem} ${file})
    target_compile_options(fuzz_${stem} PRIVATE ${PILLARBOX_WARNINGS})
    target_link_libraries(fuzz_${stem} PRIVATE ${layer})
    target_link_options(fuzz_${stem} PRIVATE -fsanitize=fuzzer)
  endforeach()
  return()
endif()

# tools/build_catch2.sh has put it there; elsewhere the system's own will do.
find_package(Catch2 3 REQUIRED PATHS ${CMAKE_SOURCE_DIR}/build/catch2)

foreach(layer base sasl tls mime pop3 session)
  file(GLOB tests CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/unit/${layer}/*_test.cpp)
  if(NOT tests)
    continue()
  endif()
  add_executable(unit_${layer} ${tests})
  target_compile_options(unit_${layer} PRIVATE ${PILLARBOX_WARNINGS})
  target_include_directories(unit_${layer} PRIVATE ${CMAKE_SOURCE_DIR}/tests/unit)
  target_compile_definitions(unit_${layer} PRIVATE PILLARBOX_TEST_DATA="${CMAKE_SOURCE_DIR}/tests/data")
  target_link_libraries(unit_${layer} PRIVATE ${layer} Catch2::Catch2WithMain)
  if(layer MATCHES "^(sasl|tls|session)$")
    target_link_libraries(unit_${layer} PRIVATE pillarbox_openssl)
  endif()
  add_test(NAME unit_${layer} COMMAND unit_${layer})
endforeach()

# unit_steps counts what the core does instead of timing it (tests/unit/steps/steps.h). The core is
# compiled once more for it: a call at every edge of its code, and the C++ library's templates
# with it instead of from the library, where nobody counts. Under the sanitizers the count would be
# the same, and the compiling takes minutes.
if(PILLARBOX_SANITIZE)
  return()
endif()
foreach(layer base sasl tls mime pop3 session)
  get_target_property(sources ${layer} SOURCES)
  if(sources)
    list(APPEND core_sources ${sources})
  endif()
endforeach()
add_library(counted_core STATIC ${core_sources})
target_compile_options(counted_core PRIVATE ${PILLARBOX_WARNINGS} -fno-exceptions -fno-rtti
                                            -fsanitize-coverage=trace-pc)
target_compile_definitions(counted_core PRIVATE _GLIBCXX_EXTERN_TEMPLATE=0)
target_include_directories(counted_core PUBLIC ${CMAKE_SOURCE_DIR}/wasm)
target_link_libraries(counted_core PUBLIC pillarbox_openssl)
file(GLOB tests CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/unit/steps/*.cpp)
add_executable(unit_steps ${tests})
set_source_files_properties(tests/unit/steps/steps.cpp PROPERTIES COMPILE_OPTIONS -fno-builtin)
target_compile_options(unit_steps PRIVATE ${PILLARBOX_WARNINGS})
target_include_directories(unit_steps PRIVATE ${CMAKE_SOURCE_DIR}/tests/unit)
target_link_libraries(unit_steps PRIVATE counted_core Catch2::Catch2WithMain ${CMAKE_DL_LIBS})
add_test(NAME unit_steps COMMAND unit_steps)
