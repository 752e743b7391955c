// From disk a browser runs no module and reads no file, so the query page says what it needs.
"use strict";

document.getElementById("from-disk").hidden = location.protocol !== "file:";
