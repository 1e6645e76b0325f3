// Where one looks from: a scale and a shift between the map's units and the pixels of the canvas.

const NEAREST = 4;
const FARTHEST = 0.02;

export class Camera {
  constructor() {
    this.scale = 1;
    this.x = 0;
    this.y = 0;
  }

  toScreen(point) {
    return { x: point.x * this.scale + this.x, y: point.y * this.scale + this.y };
  }

  toMap(x, y) {
    return { x: (x - this.x) / this.scale, y: (y - this.y) / this.scale };
  }

  pan(dx, dy) {
    this.x += dx;
    this.y += dy;
  }

  // Zoom so that the point under (x, y) stays under it.
  zoom(factor, x, y) {
    const scale = Math.min(NEAREST, Math.max(FARTHEST, this.scale * factor));
    this.x = x - ((x - this.x) * scale) / this.scale;
    this.y = y - ((y - this.y) * scale) / this.scale;
    this.scale = scale;
  }

  fit(points, width, height, margin = 48) {
    if (points.length === 0 || width === 0) return;
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const point of points) {
      left = Math.min(left, point.x);
      right = Math.max(right, point.x);
      top = Math.min(top, point.y);
      bottom = Math.max(bottom, point.y);
    }
    const room = Math.min((width - 2 * margin) / Math.max(right - left, 1), (height - 2 * margin) / Math.max(bottom - top, 1));
    this.scale = Math.min(1.6, Math.max(FARTHEST, room));
    this.x = width / 2 - ((left + right) / 2) * this.scale;
    this.y = height / 2 - ((top + bottom) / 2) * this.scale;
  }

  centre(point, width, height, scale = Math.max(this.scale, 0.9)) {
    this.scale = scale;
    this.x = width / 2 - point.x * scale;
    this.y = height / 2 - point.y * scale;
  }
}
