using System.Collections.Frozen;

namespace Axle.Tools.BuiltIn.Code.Symbols;

/// <summary>How a language declares types, modules and constants; functions are found by its outline.</summary>
internal sealed class SymbolLanguage
{
    private const string C = "struct enum union:struct typedef:type; ";
    private const string Cpp = "class struct enum union:struct namespace:module concept:type typedef:type; using:type const:constant= constexpr:constant= ";
    private const string Java = "class interface enum record:class package:module final:constant= ";
    private const string Script = "class const:constant ";
    private const string TypeScript = Script + "interface enum type namespace:module module ";
    private const string MlTypes = "type module class exception:class ";
    private const string Haskell = "data:struct newtype:struct type class:interface module instance:- ";

    private static readonly FrozenDictionary<string, SymbolLanguage> Known = new Dictionary<string, SymbolLanguage>
    {
        ["c"] = new(C) { NeedsBody = true },
        ["cpp"] = new(Cpp) { NeedsBody = true },
        ["cuda"] = new(Cpp) { NeedsBody = true },
        ["arduino"] = new(Cpp) { NeedsBody = true },
        ["glsl"] = new("struct const:constant=") { NeedsBody = true },
        ["hlsl"] = new("struct cbuffer:struct const:constant=") { NeedsBody = true },
        ["wgsl"] = new("struct const:constant override:constant alias:type"),
        ["objectivec"] = new("interface:class protocol:interface implementation:- " + C) { NeedsBody = true, Leads = "@" },
        ["d"] = new("class interface struct enum union:struct template:module module alias:type immutable:constant="),
        ["vala"] = new("class interface struct enum namespace:module const:constant= delegate:type( errordomain:enum"),
        ["protobuf"] = new("message:struct enum service:interface package:module"),
        ["thrift"] = new("struct enum union:struct exception:class service:interface typedef:type; const:constant= namespace:module"),
        ["graphql"] = new("type:class input:struct interface enum union:type scalar:type"),
        ["java"] = new(Java),
        ["apex"] = new(Java),
        ["groovy"] = new(Java + "trait:interface"),
        ["kotlin"] = new("class interface object:class enum typealias:type const:constant= package:module"),
        ["scala"] = new("class trait:interface object:module enum type package:module val:constant"),
        ["swift"] = new("class struct enum protocol:interface actor:class typealias:type extension:- let:constant"),
        ["go"] = new("type const:constant package:module") { Groups = true },
        ["rust"] = new("struct enum union:struct trait:interface type mod:module const:constant static:constant impl:-"),
        ["zig"] = new("const:constant"),
        ["v"] = new("struct enum interface type const:constant module union:struct") { Groups = true },
        ["odin"] = new("struct:struct< enum:enum< union:struct< package:module"),
        ["carbon"] = new("class interface package:module let:constant"),
        ["gleam"] = new("type const:constant"),
        ["move"] = new("module struct const:constant enum"),
        ["cairo"] = new("struct enum trait:interface mod:module const:constant impl:-"),
        ["javascript"] = new(Script),
        ["typescript"] = new(TypeScript),
        ["vue"] = new(TypeScript),
        ["svelte"] = new(TypeScript),
        ["dart"] = new("class mixin:class enum extension:- typedef:type const:constant= library:module"),
        ["haxe"] = new("class interface enum typedef:type abstract:type final:constant= package:module"),
        ["actionscript"] = new("class interface package:module const:constant"),
        ["php"] = new("class interface trait:interface enum namespace:module const:constant="),
        ["hack"] = new("class interface trait:interface enum type newtype:type namespace:module const:constant="),
        ["solidity"] = new("contract:class library:class interface struct enum event:type constant:constant="),
        ["powershell"] = new("class enum"),
        ["perl"] = new("package:module constant"),
        ["r"] = new("") { UpperConstants = true },
        ["lua"] = new("") { UpperConstants = true },
        ["shell"] = new("readonly:constant") { UpperConstants = true },
        ["make"] = new("") { UpperConstants = true },
        ["tcl"] = new("namespace:module"),
        ["python"] = new("class") { UpperConstants = true },
        ["starlark"] = new("") { UpperConstants = true },
        ["mojo"] = new("struct trait:interface alias:constant"),
        ["gdscript"] = new("class enum const:constant class_name:class"),
        ["coffeescript"] = new("class") { UpperConstants = true },
        ["nim"] = new("object:struct< enum:enum< ref:class< concept:interface< const:constant") { Groups = true },
        ["ruby"] = new("class module") { UpperConstants = true },
        ["crystal"] = new("class struct module enum lib:module annotation:type alias:type") { UpperConstants = true },
        ["julia"] = new("module struct type const:constant"),
        ["elixir"] = new("defmodule:module defprotocol:interface defimpl:-"),
        ["erlang"] = new("module:module@ record:struct@ define:constant@ type opaque:type") { Leads = "-" },
        ["prolog"] = new("module:module@") { Leads = "-:" },
        ["haskell"] = new(Haskell),
        ["purescript"] = new(Haskell),
        ["elm"] = new("type module"),
        ["idris"] = new("data:struct record:struct interface module"),
        ["lean"] = new("structure:struct inductive:enum class:interface namespace:module abbrev:type"),
        ["ocaml"] = new(MlTypes.Replace("type ", "type:type= ", StringComparison.Ordinal) + "let:constant") { TopLevelConstants = true },
        ["sml"] = new("structure:module signature:interface datatype:enum type:type= val:constant") { TopLevelConstants = true },
        ["fsharp"] = new("type module namespace:module exception:class let:constant") { TopLevelConstants = true },
        ["clojure"] = new("ns:module defrecord:struct deftype:class defprotocol:interface def:constant defonce:constant") { Leads = "(" },
        ["commonlisp"] = new("defclass:class defstruct:struct defpackage:module deftype:type defconstant:constant defparameter:constant defvar:constant") { Leads = "(" },
        ["emacslisp"] = new("cl-defstruct:struct defclass:class defconst:constant defvar:constant defcustom:constant") { Leads = "(" },
        ["scheme"] = new("define:constant define-record-type:struct") { Leads = "(" },
        ["racket"] = new("define:constant struct module") { Leads = "(" },
        ["pascal"] = new("class:class< record:struct< interface:interface< object:class< unit:module program:module const:constant") { Groups = true },
        ["ada"] = new("package:module type protected:class constant:constant,"),
        ["fortran"] = new("module program:module type:struct interface parameter:constant="),
        ["fortran77"] = new("module program:module parameter:constant="),
        ["sql"] = new("table:struct view:type type domain:type schema:module"),
        ["abap"] = new("class interface"),
        ["visualbasic"] = new("class interface structure:struct enum module namespace:module const:constant delegate:type("),
        ["matlab"] = new("classdef:class"),
        ["verilog"] = new("module interface class package:module parameter:constant= localparam:constant= typedef:type;"),
        ["vhdl"] = new("entity:class architecture:module package:module type subtype:type constant component:interface"),
    }.ToFrozenDictionary();

    private SymbolLanguage(string rules) =>
        Rules = rules.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(DeclarationRule.Parse).ToFrozenDictionary(static r => r.Word);

    /// <summary>The rules by their words.</summary>
    public FrozenDictionary<string, DeclarationRule> Rules { get; }

    /// <summary>Whether a type without a body is only named, not declared.</summary>
    public bool NeedsBody { get; init; }

    /// <summary>Whether <c>NAME = value</c> at the beginning of a line declares a constant.</summary>
    public bool UpperConstants { get; init; }

    /// <summary>Whether a constant counts only in the first column.</summary>
    public bool TopLevelConstants { get; init; }

    /// <summary>Whether one word may declare several: <c>const ( a = 1 … )</c>.</summary>
    public bool Groups { get; init; }

    /// <summary>Signs that a declaring word stands behind, where only such words declare; empty where it begins a statement.</summary>
    public string Leads { get; init; } = "";

    /// <summary>The language's rules; null when only functions, or nothing, can be found in it.</summary>
    public static SymbolLanguage? Find(string id) => Known.GetValueOrDefault(id);

    /// <summary>Ids of the languages in which more than functions is found; C# is read by Roslyn and is among them.</summary>
    public static IEnumerable<string> Ids => Known.Keys.Append("csharp").Order(StringComparer.Ordinal);
}
