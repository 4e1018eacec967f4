/** The least that three.js can draw; `window.drawn` is when it has, in ms since navigation. */

import {
  BufferAttribute,
  InstancedBufferGeometry,
  Mesh,
  PerspectiveCamera,
  Scene,
  ShaderMaterial,
  WebGLRenderer,
} from "../../app/vendor/three.js";

const geometry = new InstancedBufferGeometry();
geometry.instanceCount = 1;
geometry.setAttribute("position", new BufferAttribute(Float32Array.of(0, 0, -5, 1, 0, -5, 0, 1, -5), 3));
const material = new ShaderMaterial({
  vertexShader: "void main() { gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0); }",
  fragmentShader: "void main() { gl_FragColor = vec4(1.0, 0.0, 0.0, 1.0); }",
});
const scene = new Scene();
scene.add(new Mesh(geometry, material));
const canvas = document.querySelector("canvas");
new WebGLRenderer({ canvas, antialias: true }).render(scene, new PerspectiveCamera());
window.drawn = performance.now();
