// What every script of the site needs: data arrive as scripts (they load from disk as well), text is always set as text.
"use strict";

const gongkai = (() => {
  const root = document.body.dataset.root || "";
  const waiting = {};

  // Load `data/<path>.js`, which calls receive(name, data); a promise of the data.
  function load(name, path) {
    return new Promise((resolve, reject) => {
      waiting[name] = resolve;
      const script = document.createElement("script");
      script.src = `${root}data/${path}.js`;
      script.onerror = () => reject(new Error(path));
      document.head.append(script);
    });
  }

  function receive(name, data) {
    if (waiting[name]) waiting[name](data);
  }

  // An element with attributes and children; strings become text, never markup.
  function el(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else made.setAttribute(name, value === true ? "" : value);
    }
    made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
    return made;
  }

  function svg(tag, attributes = {}, ...children) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children.flat(Infinity));
    return made;
  }

  // The same in Chinese and, beside it, in English.
  function two([zh, en]) {
    return [el("span", { lang: "zh" }, zh), " ", el("span", { lang: "en" }, en)];
  }

  function filled([zh, en], given) {
    const fill = (text) => text.replace(/\{(\w+)\}/g, (_, name) => given[name]);
    return [fill(zh), fill(en)];
  }

  function link(place) {
    return `${root}publisher.html#${encodeURIComponent(place)}`;
  }

  // An address that may be followed: the web's, and nothing else.
  function safeAddress(url) {
    return /^https?:\/\//i.test(url || "") ? url : null;
  }

  return { root, load, receive, el, svg, two, filled, link, safeAddress };
})();
