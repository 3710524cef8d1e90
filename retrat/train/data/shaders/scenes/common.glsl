// Shared by every scene. World: x right, y up, z away from the camera, in picture heights at the
// person, who stands at z = 1 with the eyes near y = 0; the floor is at y = FLOOR.
uniform float u_p[16];   // variant parameters in [0, 1]; u_p[13] moves the viewer sideways, u_p[15] is the depth of field
uniform vec3 u_c[8];     // palette, display RGB
uniform float u_aspect;  // width / height

const float FLOOR = -1.6;

vec3 eye;    // the camera: x, y, and how far it has been pushed in
vec2 ray;    // the direction (ray, 1) of this pixel
float edge;  // half width of a soft edge at the depth last visited, world units

void look(vec2 uv, vec2 camera, float zoom) {
    ray = (uv - 0.5) * vec2(u_aspect, 1.0);
    eye = vec3(camera.x + 0.7 * (u_p[13] - 0.5), camera.y, 1.0 - 1.0 / zoom);
    edge = 0.01;
}

void focus(float z) { edge = mix(0.006, 0.012, u_p[15]) * z; }

// The point of the plane at depth z that this pixel sees.
vec2 at(float z) {
    focus(z);
    return eye.xy + ray * (z - eye.z);
}

// Depth at which the ray meets the height y, or 1e3 where it never does.
float depth_of_height(float y) {
    float t = (y - eye.y) / (abs(ray.y) < 1e-4 ? 1e-4 : ray.y);
    return t > 0.0 ? min(eye.z + t, 1e3) : 1e3;
}

float depth_of_side(float x) {
    float t = (x - eye.x) / (abs(ray.x) < 1e-4 ? 1e-4 : ray.x);
    return t > 0.0 ? min(eye.z + t, 1e3) : 1e3;
}

float hash(float a, float b) {
    uint h = uint(int(a)) * 0x9E3779B1u ^ (uint(int(b)) * 0x85EBCA77u + 0x165667B1u);
    h ^= h >> 15; h *= 0x2C1B3C6Du; h ^= h >> 13; h *= 0x297A2D39u; h ^= h >> 15;
    return float(int(h >> 8)) / 16777216.0;
}

float noise(vec2 x) {
    vec2 i = floor(x), f = x - i;
    f = f * f * (3.0 - 2.0 * f);
    return mix(mix(hash(i.x, i.y), hash(i.x + 1.0, i.y), f.x),
               mix(hash(i.x, i.y + 1.0), hash(i.x + 1.0, i.y + 1.0), f.x), f.y);
}

float noise_line(float x, float row) {
    float i = floor(x), f = x - i;
    return mix(hash(i, row), hash(i + 1.0, row), f * f * (3.0 - 2.0 * f));
}

float clouds(vec2 x) { return 0.62 * noise(x) + 0.38 * noise(x * 2.3 + 17.0); }

float inside(float d) { return 1.0 - smoothstep(-edge, edge, d); }

float box(vec2 q, vec2 centre, vec2 halves) {
    vec2 d = abs(q - centre) - halves;
    return inside(max(d.x, d.y));
}

float rounded(vec2 q, vec2 centre, vec2 halves, float radius) {
    vec2 d = abs(q - centre) - halves + radius;
    return inside(length(max(d, 0.0)) + min(max(d.x, d.y), 0.0) - radius);
}

float disc(vec2 q, vec2 centre, float radius) { return inside(length(q - centre) - radius); }

float rod(vec2 q, vec2 a, vec2 b, float radius) {
    vec2 d = q - a, e = b - a;
    return inside(length(d - e * clamp(dot(d, e) / dot(e, e), 0.0, 1.0)) - radius);
}

// 1 in the middle of the cells of a grid, 0 on a margin around them.
float panes(vec2 q, vec2 margin, vec2 soft) {
    vec2 d = 0.5 - abs(fract(q) - 0.5) - margin;
    return smoothstep(-soft.x, soft.x, d.x) * smoothstep(-soft.y, soft.y, d.y);
}

float glow(vec2 q, vec2 centre, float radius) {
    vec2 d = (q - centre) / radius;
    return 1.0 / (1.0 + 4.0 * dot(d, d)) * max(0.0, 1.0 - 0.12 * dot(d, d));
}

vec3 screen(vec3 below, vec3 light) { return 1.0 - (1.0 - below) * (1.0 - clamp(light, 0.0, 1.0)); }

// Sky with drifting clouds.
vec3 sky(vec3 zenith, vec3 horizon, vec3 cloud, float cover, float time) {
    vec2 d = ray + eye.xy * 0.01;
    vec3 c = mix(horizon, zenith, smoothstep(-0.02, 0.55, d.y));
    float n = clouds(vec2(d.x * 2.4 + time * 0.03 + 31.0 * u_p[14], d.y * 6.0 + 7.0));
    float a = smoothstep(1.0 - cover, 1.25 - cover * 0.9, n) * smoothstep(0.0, 0.16, d.y);
    return mix(c, cloud, a * 0.85);
}

// A box of a room, seen from inside.
struct Wall {
    vec3 p;       // where the ray meets it
    int face;     // 0 back, 1 side, 2 floor, 3 ceiling
    float shade;  // soft darkening towards the corners
};

Wall room(float half_width, float ceiling, float back) {
    float side = depth_of_side(ray.x < 0.0 ? -half_width : half_width);
    float level = depth_of_height(ray.y < 0.0 ? FLOOR : ceiling);
    float z = min(back, min(side, level));
    int face = z == back ? 0 : (z == side ? 1 : (ray.y < 0.0 ? 2 : 3));
    vec3 p = vec3(at(z), z);
    vec3 gap = vec3(half_width - abs(p.x), min(p.y - FLOOR, ceiling - p.y), back - z);
    vec3 near = 1.0 - smoothstep(0.0, 0.9, gap);
    float shade = face == 0 ? near.x + near.y : (face == 1 ? near.y + near.z : near.x + near.z);
    return Wall(p, face, 1.0 - 0.16 * min(shade, 1.6));
}

// A leafy pot plant on the plane q, standing at base, about `size` high.
vec3 plant(vec3 c, vec2 q, vec2 base, float size, vec3 leaf, vec3 pot, float time) {
    q = (q - base) / size;
    float keep = edge;
    edge /= size;
    if (abs(q.x) < 0.8 && q.y > -0.2 && q.y < 1.3) {
        for (int i = 0; i < 7; i++) {
            float a = 1.57 + (float(i) - 3.0) * 0.36 + 0.04 * sin(time * 0.9 + float(i));
            vec2 d = vec2(cos(a), sin(a)), o = q - vec2(0.0, 0.25);
            float t = clamp(dot(o, d), 0.0, 0.85);
            float across = abs(dot(o, vec2(-d.y, d.x)) + 0.12 * t * t * (float(i) - 3.0) * 0.5);
            float w = 0.13 * sin(3.1416 * pow(t / 0.85, 0.7)) - 0.004;
            c = mix(c, leaf * (0.75 + 0.5 * t + 0.1 * mod(float(i), 2.0)), inside(across - w) * smoothstep(0.0, 0.12, t));
        }
        c = mix(c, pot, inside(max(abs(q.x) - 0.17 - 0.12 * q.y, abs(q.y - 0.12) - 0.17)));
    }
    edge = keep;
    return c;
}
