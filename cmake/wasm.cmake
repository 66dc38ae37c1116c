# SPDX-License-Identifier: Apache-2.0
# The one artefact for the browser and for Node: pillarbox.js (an ES module without dynamic code,
# so the page's CSP needs no unsafe-eval) and pillarbox.wasm.
file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/wasm/bindings/*.cpp)
add_executable(pillarbox ${sources})
target_link_libraries(pillarbox PRIVATE session)
# Embind wants RTTI in the one file that uses it.
target_compile_options(pillarbox PRIVATE ${PILLARBOX_WARNINGS} -fno-exceptions)
set_target_properties(pillarbox PROPERTIES
  LINK_DEPENDS ${CMAKE_SOURCE_DIR}/wasm/bindings/no_finalizers.js)
target_link_options(pillarbox PRIVATE
  --bind --pre-js ${CMAKE_SOURCE_DIR}/wasm/bindings/no_finalizers.js
  -sMODULARIZE=1 -sEXPORT_ES6=1 -sENVIRONMENT=web,worker
  -sDYNAMIC_EXECUTION=0 -sFILESYSTEM=0 -sALLOW_MEMORY_GROWTH=1
  -sINITIAL_MEMORY=16MB -sMAXIMUM_MEMORY=4GB -sTOTAL_STACK=256KB
  -fno-exceptions)
