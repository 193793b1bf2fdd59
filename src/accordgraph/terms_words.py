"""The words of the guide to the terms that the ontology does not hold: titles, openings, what axioms say."""

from __future__ import annotations

from typing import NamedTuple

from accordgraph.pathways.model import Text

NONE = "—"
WORDS = {
    "title": Text("The terms", "术语"),
    "made": Text(
        "[中文](TERMS.zh.md)\n\nMade by `accordgraph docs` from the terms, concepts and shapes of this "
        "folder, version {version}; edit those. [Its guide](README.md) says what the folder holds and why.",
        "[English](TERMS.md)\n\n本页由 `accordgraph docs` 依本文件夹的术语、概念和形状（版本 {version}）"
        "生成，请修改后者。文件夹的内容及缘由见[其指南](README.md)。",
    ),
    "how": Text("How to read it", "如何阅读"),
    "reading": Text(
        """\
- `ag:` stands for `https://w3id.org/accordgraph/ns#`, `ags:` for `https://w3id.org/accordgraph/shapes#`.
- Each topic begins with a picture. A box is a class with its main properties, at most {shown}; an arrow is \
a property that leads to another class of the topic; a hollow triangle points to the wider class. Lists of \
concepts and classes of other topics stand behind a property. What most classes have is left out.
- How many: `1` exactly one, `0..1` at most one, `1..*` one or more, `*` any number. "Per language" means in \
English and in Chinese. The shapes say so, and on which classes; where a shape selects more than {few}, the \
shape is named.
- A property is told once, with the classes that carry it most. Below the table stand those told elsewhere.
- The JSON key is the name of a property in the records of the API. Examples are fictional.""",
        """\
- `ag:` 代表 `https://w3id.org/accordgraph/ns#`，`ags:` 代表 `https://w3id.org/accordgraph/shapes#`。
- 各主题以一张图开头：方框为类及其主要属性（至多 {shown} 项），箭头为指向本主题中另一类的属性，\
空心三角指向上位类。概念表和其他主题的类不画方框，只写在属性之后。多数类共有的属性从略。
- 数目：`1` 恰好一个，`0..1` 至多一个，`1..*` 一个或多个，`*` 不限。“每种语言”指中英文各计。\
数目及所属的类由形状规定；形状选取的类多于 {few} 个时，只写形状名。
- 每个属性只在最常用它的类所属的主题中说明一次；在别处说明的属性列于表下。
- JSON 键是属性在 API 记录中的名称。示例均为虚构。""",
    ),
    "class": Text(
        "| class | label | definition | kind of | example |", "| 类 | 名称 | 定义 | 上位类 | 示例 |"
    ),
    "property": Text(
        "| property | label | definition | values | JSON key | how many | example |",
        "| 属性 | 名称 | 定义 | 取值 | JSON 键 | 数目 | 示例 |",
    ),
    "elsewhere": Text("Used here, told elsewhere:", "此处使用、别处说明："),
    "joint": Text("; ", "；"),
    "gap": Text(" ", ""),
    "comma": Text(", ", "、"),
    "end": Text(".", "。"),
    "aside": Text("{told} ({aside})", "{told}（{aside}）"),
    "at": Text("{times} at {where}", "{where}：{times}"),
    "by_language": Text("{times} per language", "每种语言 {times}"),
    "more": Text("and {n} more", "另有 {n} 项"),
    "inferred": Text("inferred", "推得"),
    "deprecated": Text("(deprecated)", "（已弃用）"),
    "borrowed": Text("Borrowed terms", "借用术语"),
    "borrowing": Text(
        "Properties of other vocabularies, with the labels and keys that are used here.",
        "其他词汇表中的属性，附此处所用的名称和键。",
    ),
    "borrowed_head": Text("| property | label | JSON key | how many |", "| 属性 | 名称 | JSON 键 | 数目 |"),
    "schemes": Text("Concept schemes", "概念表"),
    "scheming": Text(
        "Every list of concepts with all that is in it. The notation is what people and programs write.",
        "所有概念表及其全部概念。代号供人和程序书写。",
    ),
    "concepts_of": Text("The concepts are of the class {classes}.", "其概念属于类 {classes}。"),
    "concept": Text("| concept | notation | label | definition |", "| 概念 | 代号 | 名称 | 定义 |"),
    "follows": Text("What is inferred", "推理"),
    "following": Text(
        "These axioms of OWL 2 RL add triples to what the data state. Every node also gets its "
        "`skos:prefLabel` as `rdfs:label` and its `skos:definition` as `rdfs:comment`.",
        "以下 OWL 2 RL 公理在数据陈述之外推得新的三元组。各节点的 `skos:prefLabel` 另写为 `rdfs:label`，"
        "`skos:definition` 另写为 `rdfs:comment`。",
    ),
    "excludes": Text("What excludes what", "互斥"),
    "excluding": Text(
        "These axioms add nothing. Data that break one contradict the ontology and are not served.",
        "以下公理不推得任何内容；违反其一的数据与本体矛盾，不予提供。",
    ),
    "shapes": Text("Constraints", "约束"),
    "shaping": Text(
        "What a complete record looks like, in SHACL. Data with a violation are not served; a warning is a "
        "thing to look at. A row without a property speaks of the node as a whole.",
        "以 SHACL 规定的完整记录。存在错误的数据不予提供，警告提示需要查看之处。未列属性的行针对整个节点。",
    ),
    "selects": Text("Checks {classes}.", "检查 {classes}。"),
    "selects_with": Text("Checks whatever has {classes}.", "检查凡有 {classes} 者。"),
    "selects_none": Text("Selects nothing; another shape refers to it.", "不选取节点，由其他形状引用。"),
    "shape": Text("| shape | property | what it says | severity |", "| 形状 | 属性 | 内容 | 级别 |"),
    "Violation": Text("violation", "错误"),
    "Warning": Text("warning", "警告"),
    "Info": Text("info", "提示"),
}
"""By key, in both languages."""


class Reading(NamedTuple):
    """How a kind of axiom is told: its name, its rules in OWL 2 RL, what it means, the heads of its table."""

    name: Text
    rules: str
    meaning: Text
    given: Text
    then: Text


_NOTHING = Text(NONE, NONE)
_CLASS, _CLASSES = Text("class", "类"), Text("classes", "类")
_PROPERTY, _OTHER = Text("property", "属性"), Text("other property", "另一属性")
DERIVES = {
    "subclass": Reading(
        Text("Wider classes", "上位类"),
        "`rdfs:subClassOf`: cax-sco",
        Text("What is of a class on the left is of the class on the right.", "属于左侧类者也属于右侧类。"),
        _CLASSES,
        Text("wider class", "上位类"),
    ),
    "subproperty": Reading(
        Text("Wider properties", "上位属性"),
        "`rdfs:subPropertyOf`: prp-spo1",
        Text(
            "What holds by a property on the left holds by the one on the right.",
            "左侧属性成立时，右侧属性也成立。",
        ),
        _PROPERTY,
        Text("wider property", "上位属性"),
    ),
    "range": Reading(
        Text("Classes of values", "取值所属的类"),
        "`rdfs:range`: prp-rng",
        Text("What a property on the left leads to is of the class.", "左侧属性所指者属于右侧类。"),
        Text("properties", "属性"),
        _CLASS,
    ),
    "value": Reading(
        Text("Classes by a value", "由取值推得的类"),
        "`owl:hasValue`: cls-hv2, cls-hv1",
        Text(
            "What has the value is of the class, and the other way round.", "具有该取值者属于该类，反之亦然。"
        ),
        Text("property and value", "属性与取值"),
        _CLASS,
    ),
    "some": Reading(
        Text("Classes by a relation", "由关系推得的类"),
        "`owl:someValuesFrom`: cls-svf1",
        Text(
            "What has the property, with a value of the class on the left, is of the class on the right.",
            "具有该属性且取值属于左侧类者，属于右侧类。",
        ),
        Text("property and class of the value", "属性与取值的类"),
        _CLASS,
    ),
    "inverse": Reading(
        Text("Read the other way", "反向属性"),
        "`owl:inverseOf`: prp-inv1, prp-inv2",
        Text(
            "Each of the two says from the value's side what the other says.",
            "两者方向相反：一者成立，则另一者从取值一侧成立。",
        ),
        _PROPERTY,
        _OTHER,
    ),
    "chain": Reading(
        Text("Chains", "属性链"),
        "`owl:propertyChainAxiom`: prp-spo2",
        Text(
            "Where those on the left follow one another, the one on the right leads from first to last.",
            "左侧各属性依次相接时，右侧属性由首节点指向末节点。",
        ),
        Text("one after the other", "依次"),
        _PROPERTY,
    ),
    "transitive": Reading(
        Text("On and on", "传递属性"),
        "`owl:TransitiveProperty`: prp-trp",
        Text(
            "What leads from one to a second and on to a third leads from the first to the third.",
            "由甲及乙、由乙及丙，则由甲及丙。",
        ),
        _NOTHING,
        _PROPERTY,
    ),
    "symmetric": Reading(
        Text("Both ways", "对称属性"),
        "`owl:SymmetricProperty`: prp-symp",
        Text("What leads from one to another leads back.", "由甲及乙，则由乙及甲。"),
        _NOTHING,
        _PROPERTY,
    ),
}
"""Kinds of axioms from which triples follow, in the order in which they are told."""

EXCLUDES = {
    "one": Reading(
        Text("One of many", "至多属于其一"),
        "`owl:AllDisjointClasses`: cax-adc",
        Text("Nothing is of two of these classes.", "任何事物都不同时属于其中两类。"),
        _NOTHING,
        _CLASSES,
    ),
    "apart": Reading(
        Text("Not of both classes", "不得兼属的类"),
        "`owl:disjointWith`: cax-dw",
        Text("What is of the class on the right is of none on the left.", "属于右侧类者不属于左侧任何一类。"),
        _CLASSES,
        _CLASS,
    ),
    "union": Reading(
        Text("Exactly one of", "恰属其一"),
        "`owl:disjointUnionOf`",
        Text(
            "What is of the class on the right is of exactly one on the left.",
            "属于右侧类者恰属于左侧的一类。",
        ),
        _CLASSES,
        _CLASS,
    ),
    "split": Reading(
        Text("Not by both properties", "不得兼用的属性"),
        "`owl:propertyDisjointWith`: prp-pdw",
        Text("Nothing has the same value by both.", "任何事物都不以两者具有同一取值。"),
        _PROPERTY,
        _OTHER,
    ),
}
"""Kinds of axioms that only exclude, in the order in which they are told."""
