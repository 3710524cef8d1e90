"""What people who sit for a photo are made of: Blender's materials for `blender.py`."""

import bpy
import numpy as np

PUPIL = 0.36  # a part of the iris


class Nodes:
    """The nodes of one material."""

    def __init__(self, name: str) -> None:
        self.material = bpy.data.materials.new(name)
        self.material.use_nodes = True
        self.tree = self.material.node_tree
        self.shader = self.tree.nodes["Principled BSDF"]
        self.output = self.tree.nodes["Material Output"]

    def add(self, kind: str, inputs: dict | None = None, **settings: object):  # noqa: ANN201
        node = self.tree.nodes.new(f"ShaderNode{kind}")
        for name, value in settings.items():
            setattr(node, name, value)
        for name, value in (inputs or {}).items():
            self.put(node, name, value)
        return node

    def put(self, node, name, value) -> None:  # noqa: ANN001
        if isinstance(value, bpy.types.NodeSocket):
            self.tree.links.new(value, node.inputs[name])
        else:
            node.inputs[name].default_value = value

    def principled(self, **values: object) -> None:
        for name, value in values.items():
            self.put(self.shader, name.replace("_", " "), value)

    def math(self, operation: str, *values: object):  # noqa: ANN201
        return self.add("Math", dict(enumerate(values)), operation=operation).outputs[0]

    def noise(self, scale: float, detail: float = 2.0, where=None):  # noqa: ANN001, ANN201
        where = where or self.add("TexCoord").outputs["Object"]
        inputs = {"Vector": where, "Scale": scale, "Detail": detail}
        return self.add("TexNoise", inputs).outputs["Fac"]

    def ramp(self, value, stops: list):  # noqa: ANN001, ANN201
        node = self.add("ValToRGB", {0: value})
        elements = node.color_ramp.elements
        while len(elements) < len(stops):
            elements.new(0.5)
        for element, (place, colour) in zip(elements, stops, strict=True):
            element.position = place
            element.color = (*colour, 1.0) if isinstance(colour, tuple) else (*[colour] * 3, 1.0)
        return node.outputs[0]

    def mixed(self, share, one, two, blend: str = "MIX"):  # noqa: ANN001, ANN201
        node = self.add("Mix", data_type="RGBA", blend_type=blend)
        for place, value in ((0, share), (6, one), (7, two)):
            if isinstance(value, (tuple, list)):
                value = (*value[:3], 1.0)
            self.put(node, place, value)
        return node.outputs[2]

    def bumped(self, height, metres: float, before=None):  # noqa: ANN001, ANN201
        inputs = {"Height": height, "Distance": metres, "Strength": 1.0}
        if before is not None:
            inputs["Normal"] = before
        return self.add("Bump", inputs).outputs[0]

    def image(self, picture):  # noqa: ANN001, ANN201
        return self.add("TexImage", image=picture).outputs[0]

    def attribute(self, name: str):  # noqa: ANN201
        return self.add("Attribute", attribute_name=name)


#
# matters


def pictured(name: str, values: np.ndarray, *, is_colour: bool):  # noqa: ANN201
    height, width = values.shape[:2]
    image = bpy.data.images.new(name, width, height)
    image.colorspace_settings.name = "sRGB" if is_colour else "Non-Color"
    full = np.ones((height, width, 4), np.float32)
    full[..., :3] = values.astype(np.float32) / 255
    image.pixels.foreach_set(full.ravel())
    image.update()
    return image


def skin(told: dict, arrays: dict):  # noqa: ANN201
    nodes, tone = Nodes("skin"), told["tone"]
    colour = nodes.image(pictured("colour", arrays["colour"], is_colour=True))
    relief = nodes.add(
        "SeparateColor", {0: nodes.image(pictured("relief", arrays["relief"], is_colour=False))}
    ).outputs
    # Pores and fine wrinkles: cells of two sizes.
    where = nodes.add("TexCoord").outputs["Object"]
    warped = nodes.add("VectorMath", {0: where, 1: (1.0, 1.25, 1.0)}, operation="MULTIPLY")
    pores = nodes.add(
        "TexVoronoi", {"Vector": warped.outputs[0], "Scale": 900.0}, feature="F1"
    ).outputs["Distance"]
    pores = nodes.ramp(pores, [(0.0, 0.25), (0.55, 1.0)])
    fine = nodes.math("MULTIPLY_ADD", nodes.noise(2300.0, 2.0), 0.6, pores)
    broad = nodes.noise(240.0, 3.0)
    normal = nodes.bumped(relief[0], 0.0018)
    normal = nodes.bumped(broad, 0.00070, normal)
    normal = nodes.bumped(fine, 0.00018, normal)
    patchy = nodes.math("MULTIPLY_ADD", nodes.noise(700.0, 2.0), 0.20, -0.10)
    nodes.shader.subsurface_method = "BURLEY"
    nodes.principled(
        Base_Color=colour,
        Roughness=nodes.math("ADD", relief[1], patchy),
        IOR=1.42,
        Specular_IOR_Level=0.40,
        Subsurface_Weight=nodes.math("SUBTRACT", 1.0, relief[2]),
        Subsurface_Radius=(1.0, 0.36 - 0.1 * tone, 0.20 - 0.08 * tone),
        Subsurface_Scale=0.0034 - 0.0014 * tone,
        Sheen_Weight=0.06,
        Sheen_Roughness=0.4,
        Normal=normal,
    )
    return nodes.material


def cloth(told: dict, piece: int):  # noqa: ANN201
    nodes = Nodes("cloth")
    base = told["colours"]["cloth"][min(piece, 7)]
    canon = nodes.attribute("canon").outputs["Vector"]
    colour = patterned(nodes, canon, told, base) if piece == 0 else base
    worn = nodes.ramp(nodes.noise(22.0, 5.0), [(0.25, 0.80), (0.75, 1.12)])
    thread = nodes.noise(1300.0, 1.0)
    speckled = nodes.ramp(thread, [(0.3, 0.78), (0.7, 1.15)])
    colour = nodes.mixed(1.0, colour, worn, "MULTIPLY")
    colour = nodes.mixed(1.0, colour, speckled, "MULTIPLY")
    stretched = nodes.add("Mapping", {"Vector": canon, "Scale": (1.0, 0.32, 1.0)}).outputs[0]
    folds = nodes.noise(13.0, 2.0, stretched)
    creased = nodes.noise(46.0, 2.0, stretched)
    normal = nodes.bumped(folds, 0.012)
    normal = nodes.bumped(creased, 0.0026, normal)
    normal = nodes.bumped(thread, 0.00030, normal)
    nodes.principled(
        Base_Color=colour,
        Roughness=0.85,
        Specular_IOR_Level=0.22,
        Sheen_Weight=0.15,
        Sheen_Roughness=0.45,
        Sheen_Tint=(*[0.5 + 0.5 * each for each in base], 1.0),
        Normal=normal,
    )
    return nodes.material


def patterned(nodes: Nodes, canon, told: dict, base: list):  # noqa: ANN001, ANN201
    """Stripes, checks, dots and heather, as the template's places tell them."""
    kind, other = told["pattern"], told["colours"]["pattern"]
    if kind == "plain":
        return (*base, 1.0)
    scaled = nodes.add("VectorMath", {0: canon, 1: (24.0, 24.0, 24.0)}, operation="MULTIPLY")
    x, y, _ = nodes.add("SeparateXYZ", {0: scaled.outputs[0]}).outputs

    def band(value):  # noqa: ANN001, ANN202
        part = nodes.math("MULTIPLY", nodes.math("PINGPONG", value, 0.5), 2.0)
        return nodes.ramp(part, [(0.46, 1.0), (0.54, 0.0)])

    if kind == "stripes":
        amount = band(y)
    elif kind == "checks":
        amount = nodes.math("MULTIPLY", nodes.math("ADD", band(x), band(y)), 0.5)
    elif kind == "dots":
        row = nodes.math("MULTIPLY", nodes.math("MODULO", nodes.math("FLOOR", y), 2.0), 0.5)
        column = nodes.math("SUBTRACT", nodes.math("FRACT", nodes.math("ADD", x, row)), 0.5)
        height = nodes.math("SUBTRACT", nodes.math("FRACT", y), 0.5)
        squares = nodes.math("MULTIPLY", height, height)
        away = nodes.math("SQRT", nodes.math("MULTIPLY_ADD", column, column, squares))
        amount = nodes.ramp(away, [(0.24, 1.0), (0.29, 0.0)])
    else:
        stretched = nodes.add("Mapping", {"Vector": canon, "Scale": (700.0, 160.0, 700.0)})
        amount = nodes.math("MULTIPLY", nodes.noise(1.0, 2.0, stretched.outputs[0]), 0.5)
    share = nodes.math("MULTIPLY", amount, 0.9)
    return nodes.mixed(share, tuple(base), tuple(other))


def hat(told: dict):  # noqa: ANN201
    nodes = Nodes("hat")
    base, canon = told["colours"]["hat"], nodes.attribute("canon").outputs["Vector"]
    x, y, z = nodes.add("SeparateXYZ", {0: canon}).outputs
    shaded = nodes.ramp(nodes.noise(60.0, 4.0), [(0.3, 0.86), (0.7, 1.08)])
    colour = nodes.mixed(1.0, (*base, 1.0), shaded, "MULTIPLY")
    around = nodes.math("ARCTAN2", x, nodes.math("SUBTRACT", z, 0.03))
    if told["hat"] == "knitted cap":
        rib = nodes.math("SINE", nodes.math("MULTIPLY", around, 62.0))
        row = nodes.math("SINE", nodes.math("MULTIPLY", y, 1500.0))
        knit = nodes.math("MULTIPLY_ADD", nodes.math("MULTIPLY", rib, row), 0.35, rib)
        normal = nodes.bumped(knit, 0.0007)
        normal = nodes.bumped(nodes.noise(1100.0, 2.0), 0.0006, normal)
        colour = nodes.mixed(1.0, colour, nodes.ramp(knit, [(0.0, 0.62), (0.7, 1.0)]), "MULTIPLY")
    else:
        above = nodes.ramp(nodes.math("MULTIPLY", y, 1.0), [(0.803, 0.0), (0.805, 1.0)])
        below = nodes.ramp(nodes.math("MULTIPLY", y, 1.0), [(0.826, 1.0), (0.828, 0.0)])
        flat = nodes.math("SUBTRACT", z, 0.03)
        away = nodes.math("MULTIPLY_ADD", x, x, nodes.math("MULTIPLY", flat, flat))
        inner = nodes.math("LESS_THAN", away, 0.0156)
        band = nodes.math("MULTIPLY", nodes.math("MULTIPLY", above, below), inner)
        dark = tuple(0.16 * each for each in base)
        colour = nodes.mixed(band, colour, dark)
        normal = nodes.bumped(nodes.noise(1600.0, 3.0), 0.00030)
    nodes.principled(
        Base_Color=colour, Roughness=0.9, Specular_IOR_Level=0.2, Sheen_Weight=0.15,
        Sheen_Roughness=0.5, Sheen_Tint=(*base, 1.0), Normal=normal,
    )  # fmt: skip
    return nodes.material


def beneath(told: dict):  # noqa: ANN201
    """What lies under strands: dark, and ragged where the mesh ends."""
    nodes = Nodes("beneath")
    pale = min(1.0, sum(told["colours"]["hair"]) / 0.6) if told["curls"] else 0.0
    dark = tuple((0.5 + 0.4 * pale) * each for each in told["colours"]["hair"])
    nodes.principled(Base_Color=(*dark, 1.0), Roughness=0.9, Specular_IOR_Level=0.05)
    inside = nodes.add("SeparateXYZ", {0: nodes.attribute("paint").outputs["Vector"]}).outputs[0]
    ragged = nodes.math("MULTIPLY_ADD", nodes.noise(500.0, 1.0), 0.5, told["ragged"])
    alpha = nodes.math("GREATER_THAN", inside, ragged)
    nodes.principled(Alpha=alpha)
    return nodes.material


def plain(material: str, told: dict):  # noqa: ANN201
    nodes = Nodes(material)
    if material == "tooth":
        nodes.principled(
            Base_Color=(0.72, 0.66, 0.55, 1), Roughness=0.25, Subsurface_Weight=0.5,
            Subsurface_Scale=0.002, Coat_Weight=0.3,
        )  # fmt: skip
    elif material == "mouth":
        nodes.principled(Base_Color=(0.35, 0.09, 0.08, 1), Roughness=0.35)
    elif material == "frame":
        colour = told["colours"]["frame"]
        is_metal = min(colour) > 0.12 and max(colour) - min(colour) < 0.25
        nodes.principled(
            Base_Color=(*colour, 1), Roughness=0.22, Metallic=float(is_metal), Coat_Weight=0.4
        )
    return nodes.material


def glassy(name: str, share: float, ior: float):  # noqa: ANN201
    """Lets light through as it comes and mirrors what glass mirrors: a lens, an eye's moist."""
    nodes = Nodes(name)
    clear = nodes.add("BsdfTransparent")
    mirror = nodes.add("BsdfGlossy", {"Roughness": 0.02})
    fresnel = nodes.add("Fresnel", {"IOR": ior}).outputs[0]
    is_shadow = nodes.add("LightPath").outputs["Is Shadow Ray"]
    amount = nodes.math("MULTIPLY", fresnel, nodes.math("SUBTRACT", share, is_shadow))
    amount = nodes.math("MAXIMUM", amount, 0.0)
    both = nodes.add("MixShader", {0: amount, 1: clear.outputs[0], 2: mirror.outputs[0]})
    nodes.put(nodes.output, 0, both.outputs[0])
    return nodes.material


def strand(name: str, told: dict):  # noqa: ANN201
    nodes = Nodes(name)
    nodes.tree.nodes.remove(nodes.shader)
    base = told["colours"]["brow" if name == "brow" else "hair"]
    darker = {"brow": 0.5, "scalp": 0.38, "beard": 0.55, "hair": 0.8}
    if name in darker:
        # Short hair is darker than long hair, but where it is grey.
        pale = min(1.0, sum(base) / 0.6) if name in ("scalp", "beard") else 0.0
        base = [(darker[name] + 0.4 * pale) * each for each in base]
    else:
        base = [0.35 * each for each in told["colours"]["brow"]]
    info = nodes.add("HairInfo").outputs
    tones = nodes.ramp(info["Random"], [(0.0, 0.65), (0.6, 1.0), (1.0, 1.35)])
    locks = nodes.ramp(nodes.attribute("tone").outputs["Fac"], [(0.0, 0.5), (1.0, 1.5)])
    roots = nodes.ramp(info["Intercept"], [(0.0, 0.72), (0.5, 1.0)])
    colour = nodes.mixed(1.0, (*base, 1.0), tones, "MULTIPLY")
    colour = nodes.mixed(1.0, colour, locks, "MULTIPLY")
    colour = nodes.mixed(1.0, colour, roots, "MULTIPLY")
    hair = nodes.add("BsdfHairPrincipled", parametrization="COLOR", model="CHIANG")
    values = {"Color": colour, "Roughness": 0.34, "Radial Roughness": 0.45, "Coat": 0.0,
              "IOR": 1.5, "Random Roughness": 0.3}  # fmt: skip
    for key, value in values.items():
        nodes.put(hair, key, value)
    nodes.put(nodes.output, 0, hair.outputs[0])
    return nodes.material


def globe_matter(told: dict):  # noqa: ANN201
    nodes = Nodes("globe")
    ring = nodes.attribute("iris").outputs["Vector"]
    part = nodes.add("SeparateXYZ", {0: ring}).outputs[2]
    spread = nodes.add("VectorMath", {0: ring, 1: (7.0, 7.0, 1.6)}, operation="MULTIPLY").outputs[0]
    rays = nodes.ramp(nodes.noise(1.6, 5.0, spread), [(0.30, 0.35), (0.72, 1.75)])
    own = told["colours"]["iris"]
    inner = tuple(
        min(1.0, 1.35 * each + add) for each, add in zip(own, (0.03, 0.015, 0.0), strict=True)
    )
    dark = tuple(0.22 * each for each in own)
    colour = nodes.ramp(
        nodes.math("MULTIPLY", part, 0.5),
        [
            (0.0, inner),
            (0.24, inner),
            (0.33, tuple(own)),
            (0.43, tuple(0.8 * c for c in own)),
            (0.49, dark),
        ],
    )
    colour = nodes.mixed(1.0, colour, rays, "MULTIPLY")
    pupil = nodes.ramp(part, [(PUPIL - 0.03, 1.0), (PUPIL + 0.03, 0.0)])
    colour = nodes.mixed(pupil, colour, (0.002, 0.002, 0.002))
    veins = nodes.ramp(nodes.noise(420.0, 6.0), [(0.52, 0.0), (0.72, 0.5)])
    white = nodes.mixed(veins, (0.80, 0.76, 0.72), (0.70, 0.40, 0.34))
    far = nodes.ramp(nodes.math("MULTIPLY", part, 0.4), [(0.55, 0.0), (0.98, 0.7)])
    white = nodes.mixed(far, white, (0.62, 0.42, 0.38))
    border = nodes.ramp(nodes.math("MULTIPLY", part, 0.5), [(0.470, 0.0), (0.535, 1.0)])
    nodes.principled(
        Base_Color=nodes.mixed(border, colour, white),
        Roughness=0.5,
        Specular_IOR_Level=0.1,
        Subsurface_Weight=nodes.math("MULTIPLY", border, 0.6),
        Subsurface_Radius=(1.0, 0.5, 0.4),
        Subsurface_Scale=0.0015,
    )
    return nodes.material
