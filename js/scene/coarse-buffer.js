/**
 * Where a coarse frame is drawn: without the multisampling of the canvas, which without a graphics card takes more than
 * half of its time. The canvas gets a copy.
 */

import {
  BufferAttribute,
  BufferGeometry,
  Camera,
  Mesh,
  ShaderMaterial,
  SRGBColorSpace,
  WebGLRenderTarget,
} from "three";

/** @import {Scene, WebGLRenderer} from "three" */

const VERTEX = /* glsl */ `
void main() {
  gl_Position = vec4(position.xy, 0.0, 1.0);
}
`;
const FRAGMENT = /* glsl */ `
uniform sampler2D frame;

void main() {
  gl_FragColor = texelFetch(frame, ivec2(gl_FragCoord.xy), 0);
}
`;

export class CoarseBuffer {
  #target = new WebGLRenderTarget(1, 1, { colorSpace: SRGBColorSpace });
  /** Stands in the scene so that its program is made with the others; seen only here. */
  copy;
  #camera = new Camera();

  constructor() {
    // Three.js writes colours into it as onto the canvas only if it takes it for that of a headset.
    Object.assign(this.#target, { isXRRenderTarget: true });
    const triangle = new BufferGeometry(); // that covers everything
    triangle.setAttribute(
      "position",
      new BufferAttribute(new Float32Array([-1, -1, 0, 3, -1, 0, -1, 3, 0]), 3),
    );
    const material = new ShaderMaterial({
      uniforms: { frame: { value: this.#target.texture } },
      vertexShader: VERTEX,
      fragmentShader: FRAGMENT,
      depthTest: false,
      depthWrite: false,
    });
    this.copy = new Mesh(triangle, material);
    this.copy.frustumCulled = false;
    this.copy.visible = false;
  }

  /**
   * Draw a frame of the canvas's size. What stands in the scene knows by its `userData.isCoarse`.
   * @param {WebGLRenderer} renderer
   * @param {Scene} scene
   * @param {Camera} camera
   */
  draw(renderer, scene, camera) {
    const { width, height } = renderer.domElement;
    this.#target.setSize(width, height);
    scene.userData.isCoarse = true;
    renderer.setRenderTarget(this.#target);
    renderer.render(scene, camera);
    renderer.setRenderTarget(null);
    scene.userData.isCoarse = false;
    this.copy.visible = true;
    renderer.render(this.copy, this.#camera);
    this.copy.visible = false;
  }

  dispose() {
    this.#target.dispose();
    this.copy.geometry.dispose();
    this.copy.material.dispose();
  }
}
