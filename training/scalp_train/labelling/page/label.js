// Keys, zoom and saving of the labelling page.
"use strict";

const form = document.querySelector("#answer");
const message = document.querySelector("#message");
const exclusion = document.querySelector("#exclusion");
const rows = [...document.querySelectorAll("fieldset[data-symptom]")];
let busy = false;
let row = 0;

function say(text) {
  message.textContent = text;
}

/** Focuses a row: its answer, or its first grade where there is none yet. */
function focusRow(index) {
  row = Math.min(Math.max(index, 0), rows.length - 1);
  (rows[row].querySelector("input:checked") ?? rows[row].querySelector("input")).focus();
}

function answerRow(value) {
  rows[row].querySelector(`input[value="${value}"]`).checked = true;
  // The last row keeps the focus, so that Enter saves and a slip can be corrected.
  focusRow(row + 1);
}

async function send(path, body) {
  if (busy) return;
  busy = true;
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    if (response.ok) {
      location.assign("/");
      return;
    }
    const problem = await response.json();
    say(typeof problem.detail === "string" ? problem.detail : `Not saved: ${response.status}.`);
  } catch {
    say("Not saved: the program does not answer. Is it still running?");
  }
  busy = false;
}

function save() {
  const grades = {};
  if (!exclusion.value) {
    for (const [index, each] of rows.entries()) {
      const chosen = each.querySelector("input:checked");
      if (!chosen) {
        const name = each.querySelector("legend").textContent;
        say(`${name} has no answer. Press 0–3, or x if you cannot grade it.`);
        focusRow(index);
        return;
      }
      grades[each.dataset.symptom] = chosen.value === "x" ? null : Number(chosen.value);
    }
  }
  send("/judgements", {
    number: Number(form.dataset.number),
    grades,
    exclusion: exclusion.value || null,
  });
}

async function showModel() {
  const place = document.querySelector("#model");
  if (!place) return;
  const response = await fetch("/model-answer");
  if (response.ok) place.innerHTML = await response.text();
  else say((await response.json()).detail);
}

// Zoom: 1 is the whole photo.
const frame = document.querySelector("#frame");
const photo = document.querySelector("#photo");
const zoomText = document.querySelector("#zoom");
const LARGEST = 12;
let zoom = 1;

function zoomTo(factor, x = frame.clientWidth / 2, y = frame.clientHeight / 2) {
  const before = zoom;
  zoom = Math.min(Math.max(factor, 1), LARGEST);
  const left = (frame.scrollLeft + x) * (zoom / before) - x;
  const top = (frame.scrollTop + y) * (zoom / before) - y;
  photo.style.width = `${100 * zoom}%`;
  photo.style.height = `${100 * zoom}%`;
  frame.classList.toggle("zoomed", zoom > 1);
  frame.scrollTo(left, top);
  zoomText.textContent = zoom === 1 ? "fit" : `${zoom.toFixed(1)}×`;
}

const zooms = { in: () => zoomTo(zoom * 1.5), out: () => zoomTo(zoom / 1.5), fit: () => zoomTo(1) };
const PAN = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

const keys = {
  x: () => answerRow("x"),
  e: () => exclusion.focus(),
  u: () => send("/undo", {}),
  m: showModel,
  Enter: save,
  ArrowUp: () => focusRow(row - 1),
  ArrowDown: () => focusRow(row + 1),
};
const zoomKeys = { "+": zooms.in, "=": zooms.in, "-": zooms.out, z: zooms.fit };

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const focused = document.activeElement;
  if (focused?.tagName === "BUTTON" && ["Enter", " "].includes(event.key)) return;
  if (focused === exclusion && !["Enter", "Escape"].includes(event.key)) return;
  let action = form ? keys[event.key] : { u: keys.u, m: keys.m }[event.key];
  if (form && /^[0-3]$/.test(event.key)) action = () => answerRow(event.key);
  if (frame && zoomKeys[event.key]) action = zoomKeys[event.key];
  if (frame && event.shiftKey && PAN[event.key]) {
    const [right, down] = PAN[event.key];
    action = () => frame.scrollBy((right * frame.clientWidth) / 3, (down * frame.clientHeight) / 3);
  }
  if (focused === exclusion && event.key === "Escape") {
    action = () => {
      exclusion.value = "";
      focusRow(0);
    };
  }
  if (!action) return;
  event.preventDefault();
  action();
}

document.addEventListener("keydown", onKey);
document.querySelector("#undo")?.addEventListener("click", keys.u);
document.querySelector("#ask-model")?.addEventListener("click", showModel);
form?.addEventListener("submit", (event) => {
  event.preventDefault();
  save();
});

if (frame) {
  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", zooms[button.dataset.zoom]);
  }
  frame.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const box = frame.getBoundingClientRect();
      zoomTo(zoom * 1.0015 ** -event.deltaY, event.clientX - box.left, event.clientY - box.top);
    },
    { passive: false },
  );
  frame.addEventListener("dblclick", (event) => {
    const box = frame.getBoundingClientRect();
    zoomTo(zoom > 1 ? 1 : 3, event.clientX - box.left, event.clientY - box.top);
  });
  frame.addEventListener("pointermove", (event) => {
    // Touch scrolls by itself.
    if (event.pointerType === "mouse" && event.buttons === 1) {
      frame.scrollBy(-event.movementX, -event.movementY);
    }
  });
}

if (form) {
  form.addEventListener("focusin", (event) => {
    const index = rows.findIndex((each) => each.contains(event.target));
    if (index >= 0) row = index;
  });
  const unanswered = rows.findIndex((each) => !each.querySelector("input:checked"));
  focusRow(Math.max(unanswered, 0));
}
