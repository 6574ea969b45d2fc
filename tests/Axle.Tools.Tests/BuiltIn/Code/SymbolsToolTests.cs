using System.Text.Json;
using Axle.Tools.BuiltIn.Code.Symbols;
using Axle.Tools.BuiltIn.Search;
using Axle.Tools.BuiltIn.Sources.Languages;

namespace Axle.Tools.Tests.BuiltIn.Code;

public sealed class SymbolsToolTests
{
    /// <summary>File name, text, and each symbol as kind, container and name, first and last line.</summary>
    public static TheoryData<string, string, string> Samples => new()
    {
        { "a.cs", "namespace N.M;\npublic record P(int X);\nclass A<T> : B where T : class\n{\n    const int Max = 1;\n    public int Size { get; }\n    public A(int x) { }\n    void Run() { int Local() => 1; }\n    enum E { One }\n    interface I { void Go(int a); }\n    delegate int D(int x);\n    record struct S(int Y);\n}\n", "module N.M 1-13; class N.M/P 2-2; class N.M/A 3-13; constant N.M.A/Max 5-5; property N.M.A/Size 6-6; method N.M.A/A 7-7; method N.M.A/Run 8-8; function N.M.A.Run/Local 8-8; enum N.M.A/E 9-9; interface N.M.A/I 10-10; method N.M.A.I/Go 10-10; type N.M.A/D 11-11; struct N.M.A/S 12-12" },
        { "A.java", "package a.b;\npublic abstract class A<T> extends B {\n  private static final int MAX = 1;\n  @Foo interface I { <T> void go(int a, T b) throws E; int two(); }\n  enum C { X(1) { } }\n  record P(int x) { }\n  A() { super(); }\n  void run() { final int x = 1; }\n}\n", "module a.b 1-1; class A 2-9; constant A/MAX 3-3; interface A/I 4-4; method A.I/go 4-4; method A.I/two 4-4; enum A/C 5-5; class A/P 6-6; method A/A 7-7; method A/run 8-8" },
        { "a.kt", "package a.b\ndata class P(val x: Int)\nsealed interface I {\n  fun go(a: Int): Int\n}\nenum class E { X, Y }\nobject O {\n  const val MAX = 1\n  fun run() { val x = 1 }\n}\ntypealias T = Int\nfun top() = 1\n", "module a.b 1-1; class P 2-2; interface I 3-5; method I/go 4-4; enum E 6-6; class O 7-10; constant O/MAX 8-8; method O/run 9-9; type T 11-11; function top 12-12" },
        { "a.scala", "package a\ntrait I {\n  def go(x: Int): Int\n}\ncase class P(x: Int)\nobject O {\n  val Max = 1\n  def run(x: Int): Int = {\n    x + 1\n  }\n}\n", "module a 1-1; interface I 2-4; method I/go 3-3; class P 5-5; module O 6-11; constant O/Max 7-7; function O/run 8-10" },
        { "a.swift", "protocol I {\n  func go(_ a: Int) -> Int\n}\nfinal class A: B {\n  static let max = 1\n  init(x: Int) { let y = 1 }\n}\nenum E { case a }\nstruct S { }\nextension A { func more() { } }\ntypealias T = Int\n", "interface I 1-3; method I/go 2-2; class A 4-7; constant A/max 5-5; method A/init 6-6; enum E 8-8; struct S 9-9; method A/more 10-10; type T 11-11" },
        { "a.go", "package a\n\ntype S struct {\n\tx int\n}\n\ntype I interface {\n\tGo(x int) (int, error)\n}\n\nconst Max = 1\nconst (\n\tOne = iota\n\tTwo\n)\n\nfunc (s *S) Run(a int) { const local = 1 }\nfunc Top() {}\ntype N int\n", "module a 1-1; struct S 3-5; interface I 7-9; method I/Go 8-8; constant Max 11-11; constant One 13-13; constant Two 14-14; method S/Run 17-17; function Top 18-18; type N 19-19" },
        { "a.rs", "mod m {\n    pub struct S<T> { x: T }\n}\npub enum E { A, B }\npub trait I {\n    fn go(&self, x: u8) -> u8;\n}\nimpl<T> I for S<T> where T: Copy {\n    fn go(&self, x: u8) -> u8 { const L: u8 = 1; x }\n}\npub const MAX: usize = 1;\ntype T = u8;\nfn main() {}\n", "module m 1-3; struct m/S 2-2; enum E 4-4; interface I 5-7; method I/go 6-6; method S/go 9-9; constant MAX 11-11; type T 12-12; function main 13-13" },
        { "a.c", "#define MAX 10\n#define SQ(x) ((x) * (x))\n#define GUARD_H\nstruct s { int a; };\nstruct s;\nenum e { A, B };\ntypedef unsigned long word;\ntypedef struct { int a; } pair;\ntypedef int (*callback)(void *p);\nstatic struct s *go(int n)\n{\n  struct s *x = 0;\n  return x;\n}\n", "constant MAX 1-1; function SQ 2-2; struct s 4-4; enum e 6-6; type word 7-7; struct pair 8-8; type callback 9-9; function go 10-14" },
        { "a.cpp", "namespace n {\nconstexpr int kMax = 1;\ntemplate <class T> class A : public B<T> {\n public:\n  A(int a) { }\n  int get() const { return 1; }\n};\nclass Later;\nenum class E { X };\nusing W = int;\nusing std::swap;\n}\ntemplate <class T>\nauto A<T>::run(int m) -> int {\n  return 1;\n}\n", "module n 1-12; constant n/kMax 2-2; class n/A 3-7; method n.A/A 5-5; method n.A/get 6-6; enum n/E 9-9; type n/W 10-10; method A/run 14-16" },
        { "a.cu", "struct P { float x; };\n__global__ void go(int n) { }\n", "struct P 1-1; function go 2-2" },
        { "a.mm", "@protocol I\n- (void)ask;\n@end\n@implementation A\n- (void)go:(int)a { }\n@end\nstatic void c(int x) { }\n", "interface I 1-3; method A/go: 5-5; function c 7-7" },
        { "a.js", "export const MAX = 1;\nconst go = (x) => { const inner = 1; return x; };\nexport default class C extends D {\n  static run({ q } = {}) { }\n}\nconst { a, b } = require('x');\nfunction top() { }\n", "constant MAX 1-1; function go 2-2; class C 3-5; method C/run 4-4; function top 7-7" },
        { "a.ts", "export interface I<T> { m(a: number): void; n?<U>(b: U): string }\nexport type T = { a: string };\nexport enum E { A }\nnamespace N { export const x: number = 1; }\nabstract class Q<T> {\n  private g(x?: number): void { }\n}\nexport function top() { }\n", "interface I 1-1; method I/m 1-1; type T 2-2; enum E 3-3; module N 4-4; constant N/x 4-4; class Q 5-7; method Q/g 6-6; function top 8-8" },
        { "a.vue", "<template><p>x</p></template>\n<script lang=\"ts\">\nclass A {\n  go(a) { }\n}\n</script>\n", "class A 3-5; method A/go 4-4" },
        { "a.py", "MAX_SIZE = 1\nclass A(B):\n    LIMIT: int = 2\n    def go(self, x):\n        LOCAL = 1\n        def inner(): pass\n        return x\n\n    class In: pass\n\ndef top(): pass\nprint(\n    NAME=1)\n", "constant MAX_SIZE 1-1; class A 2-9; constant A/LIMIT 3-3; method A/go 4-7; function A.go/inner 6-6; class A/In 9-9; function top 11-11" },
        { "a.rb", "module M\n  LIMIT = 1\n  class A < B\n    def go(a)\n      x = 1\n    end\n  end\nend\ndef top\nend\n", "module M 1-8; constant M/LIMIT 2-2; class M/A 3-7; method M.A/go 4-6; function top 9-10" },
        { "a.php", "<?php\nnamespace A\\B;\ninterface I { public function go(int $a): int; }\nfinal class C extends D {\n  const MAX = 1;\n  public function run() { }\n}\nenum E { case A; }\ntrait T { }\nfunction top() { }\n", "module A.B 2-2; interface I 3-3; method I/go 3-3; class C 4-7; constant C/MAX 5-5; method C/run 6-6; enum E 8-8; interface T 9-9; function top 10-10" },
        { "a.pl", "package A::B;\nuse constant MAX => 1;\nsub go {\n  1;\n}\n", "module A.B 1-1; constant MAX 2-2; function go 3-5" },
        { "a.lua", "MAX = 1\nlocal function f(a)\n  LOCAL = 1\nend\n", "constant MAX 1-1; function f 2-4" },
        { "a.sh", "readonly MAX=1\nLIMIT=2\ngo() {\n  INNER=1\n}\n", "constant MAX 1-1; constant LIMIT 2-2; function go 3-5" },
        { "a.ps1", "enum E { A }\nclass A : B {\n  [int] Go([int] $x) { return 1 }\n}\nfunction Get-Thing { }\n", "enum E 1-1; class A 2-4; method A/Go 3-3; function Get-Thing 5-5" },
        { "a.r", "MAX <- 1\nf <- function(x) {\n  x\n}\n", "constant MAX 1-1; function f 2-4" },
        { "a.jl", "module A\nconst MAX = 1\nmutable struct S\n  x::Int\nend\nabstract type T end\nfunction f(x)\n  x\nend\nend\n", "module A 1-10; constant A/MAX 2-2; struct A/S 3-5; type A/T 6-6; function A/f 7-9" },
        { "a.ex", "defmodule A.B do\n  def go(a) do\n    a\n  end\nend\ndefprotocol P do\n  def ask(x)\nend\n", "module A.B 1-5; function A.B/go 2-4; interface P 6-8" },
        { "a.erl", "-module(a).\n-record(pair, {x, y}).\n-define(MAX, 1).\n-type t() :: integer().\ngo(X) ->\n    X.\n", "module a 1-1; struct pair 2-2; constant MAX 3-3; type t 4-4; function go 5-6" },
        { "a.hs", "module A.B where\n\ndata Maybe a = Nothing\n  | Just a\nnewtype N = N Int\ntype S = Int\nclass Eq a where\n  eq :: a -> a\ngo x = x\n", "module A.B 1-1; struct Maybe 3-4; struct N 5-5; type S 6-6; interface Eq 7-8; function go 9-9" },
        { "a.elm", "module A exposing (..)\n\ntype alias P = { x : Int }\ntype M = A | B\n\ngo a b =\n    a\n", "module A 1-1; type P 3-3; type M 4-4; function go 6-7" },
        { "a.ml", "module M = struct\n  let f x = x\nend\ntype 'a t = A | B of 'a\nlet max = 1\nlet rec go a b = a\n", "module M 1-3; function M/f 2-2; type t 4-4; constant max 5-5; function go 6-6" },
        { "a.fs", "module A.B\nlet max = 1\ntype R = { X: int }\ntype C(x) =\n    member this.Run(y) = y\nlet go a = a\n", "module A.B 1-1; constant max 2-2; type R 3-3; type C 4-5; method C/Run 5-5; function go 6-6" },
        { "a.dart", "abstract class A {\n  static const int max = 1;\n  int f(int a) { return a; }\n}\nmixin M { }\nenum E { a }\ntypedef T = int;\nextension X on A { int g() => 1; }\n", "class A 1-4; constant A/max 2-2; method A/f 3-3; class M 5-5; enum E 6-6; type T 7-7; method X/g 8-8" },
        { "a.groovy", "class A {\n  static final int MAX = 1\n  def f(a) { }\n}\ntrait T { }\n", "class A 1-4; constant A/MAX 2-2; method A/f 3-3; interface T 5-5" },
        { "a.clj", "(ns a.b)\n(def max 1)\n(defrecord P [x])\n(defprotocol I (ask [x]))\n(defn go [a]\n  a)\n", "module a.b 1-1; constant max 2-2; struct P 3-3; interface I 4-4; function go 5-6" },
        { "a.lisp", "(defclass a () ((x)))\n(defstruct (p (:copier nil)) x)\n(defconstant +max+ 1)\n(defun go (a) a)\n", "class a 1-1; struct p 2-2; constant +max+ 3-3; function go 4-4" },
        { "a.el", "(defconst a-max 1)\n(cl-defstruct p x)\n(defun go (a) a)\n", "constant a-max 1-1; struct p 2-2; function go 3-3" },
        { "a.scm", "(define max 1)\n(define (go a b)\n  a)\n(define-record-type point (make-point x) point? (x point-x))\n", "constant max 1-1; function go 2-3; struct point 4-4" },
        { "a.zig", "const std = @import(\"std\");\nconst A = struct {\n    pub fn go(self: A) void { const x = 1; }\n};\npub const E = enum { a, b };\n", "constant std 1-1; struct A 2-4; method A/go 3-3; enum E 5-5" },
        { "a.nim", "const Max = 1\nconst\n  One = 1\n  Two = 2\ntype\n  P* = object\n    x: int\n  E = enum\n    a, b\nproc go(a: int): int =\n  result = a\n", "constant Max 1-1; constant One 3-3; constant Two 4-4; struct P 6-7; enum E 8-9; function go 10-11" },
        { "a.pas", "unit A;\ninterface\nconst\n  Max = 1;\ntype\n  TA = class(TB)\n  private\n    x: Integer;\n    procedure Go(a: Integer);\n  end;\n  TP = record\n    x: Integer;\n  end;\nimplementation\nprocedure TA.Go(a: Integer);\nbegin\n  x := a;\nend;\nend.\n", "module A 1-1; constant Max 4-4; class TA 6-10; struct TP 11-13; method TA/Go 15-18" },
        { "a.adb", "package body A is\n   Max : constant Integer := 1;\n   type P is record\n      X : Integer;\n   end record;\n   type E is (One, Two);\n   procedure Go (X : Integer) is\n   begin\n      null;\n   end Go;\nend A;\n", "module A 1-11; constant A/Max 2-2; struct A/P 3-5; enum A/E 6-6; function A/Go 7-10" },
        { "a.f90", "module m\n  integer, parameter :: max = 1\n  type, public :: p\n    integer :: x\n  end type p\ncontains\n  subroutine go(a)\n    a = 1\n  end subroutine go\nend module\n", "module m 1-10; constant m/max 2-2; struct m/p 3-5; function m/go 7-9" },
        { "a.sql", "CREATE TABLE IF NOT EXISTS shop.orders (\n  id INTEGER\n);\nCREATE OR REPLACE VIEW v AS SELECT 1;\nCREATE TYPE t AS ENUM ('a');\nCREATE PROCEDURE go(p IN NUMBER) AS\nBEGIN\n  NULL;\nEND;\n", "struct shop.orders 1-3; type v 4-4; type t 5-5; function go 6-9" },
        { "a.vb", "Namespace N\n  Public Class A\n    Public Const Max As Integer = 1\n    Public Sub Go(a As Integer)\n    End Sub\n  End Class\n  Interface I\n  End Interface\n  Enum E\n    X\n  End Enum\nEnd Namespace\n", "module N 1-12; class N/A 2-6; constant N.A/Max 3-3; method N.A/Go 4-5; interface N/I 7-8; enum N/E 9-11" },
        { "a.sol", "contract A is B {\n  uint constant MAX = 1;\n  struct P { uint x; }\n  enum E { X }\n  event Paid(address who);\n  function go(uint a) public { }\n}\ninterface I { function ask(uint x) external; }\nlibrary L { }\n", "class A 1-7; constant A/MAX 2-2; struct A/P 3-3; enum A/E 4-4; type A/Paid 5-5; method A/go 6-6; interface I 8-8; method I/ask 8-8; class L 9-9" },
        { "a.d", "module a.b;\ninterface I { int ask(int x); }\nclass A { int go(int a) { return 1; } }\nstruct S { }\nalias T = int;\n", "module a.b 1-1; interface I 2-2; method I/ask 2-2; class A 3-3; method A/go 3-3; struct S 4-4; type T 5-5" },
        { "a.vala", "namespace N {\n  public class A : B {\n    public const int MAX = 1;\n    public void go(int a) { }\n  }\n  public enum E { X }\n}\n", "module N 1-7; class N/A 2-5; constant N.A/MAX 3-3; method N.A/go 4-4; enum N/E 6-6" },
        { "a.cr", "module M\n  LIMIT = 1\n  struct S\n  end\n  class A\n    def go(a)\n    end\n  end\n  enum E\n    X\n  end\nend\n", "module M 1-12; constant M/LIMIT 2-2; struct M/S 3-4; class M/A 5-8; method M.A/go 6-7; enum M/E 9-11" },
        { "a.coffee", "class A\n  run: (x) => x\ngo = (a, b) ->\n  1\n", "class A 1-2; method A/run 2-2; function go 3-4" },
        { "a.hx", "package a;\nclass A {\n  public function go(a:Int):Int { return 1; }\n}\ninterface I { function ask(x:Int):Int; }\nenum E { X; }\ntypedef T = Int;\n", "module a 1-1; class A 2-4; method A/go 3-3; interface I 5-5; method I/ask 5-5; enum E 6-6; type T 7-7" },
        { "a.gd", "class_name A\nconst MAX = 1\nenum E { X }\nclass In:\n\tfunc go(a):\n\t\tpass\n", "class A 1-1; constant MAX 2-2; enum E 3-3; class In 4-6; method In/go 5-6" },
        { "a.odin", "package a\nMAX :: 1\nP :: struct {\n\tx: int,\n}\nE :: enum { A }\ngo :: proc(a: int) -> int {\n\treturn 1\n}\n", "module a 1-1; struct P 3-5; enum E 6-6; function go 7-9" },
        { "a.gleam", "pub type Maybe {\n  Nothing\n}\npub const max = 1\npub fn go(a: Int) -> Int {\n  a\n}\n", "type Maybe 1-3; constant max 4-4; function go 5-7" },
        { "a.v", "module a\n\nconst max = 1\nstruct S {\n\tx int\n}\ninterface I {\n\task(x int) int\n}\nenum E { a }\nfn (s S) go(x int) int {\n\treturn 1\n}\n", "module a 1-1; constant max 3-3; struct S 4-6; interface I 7-9; method I/ask 8-8; enum E 10-10; method S/go 11-13" },
        { "a.sv", "module m;\n  parameter int MAX = 1;\n  typedef enum { A } e;\n  function automatic int go(input int a);\n    return 1;\n  endfunction\nendmodule\ninterface bus;\nendinterface\n", "module m 1-7; constant m/MAX 2-2; enum m/e 3-3; function m/go 4-6; interface bus 8-9" },
        { "a.vhd", "entity e is\nend e;\narchitecture rtl of e is\n  constant max : integer := 1;\n  type state is (idle, busy);\nbegin\nend rtl;\n", "class e 1-2; module rtl 3-7; constant rtl/max 4-4; enum rtl/state 5-5" },
        { "a.m", "classdef A < handle\n  methods\n    function go(a)\n      a = 1;\n    end\n  end\nend\n", "class A 1-7; method A/go 3-5" },
        { "a.tcl", "namespace eval a::b {\n  proc go {x} { return 1 }\n}\n", "module a::b 1-3; function a::b/go 2-2" },
        { "a.proto", "package a.b;\nmessage P {\n  int32 x = 1;\n  enum E { X = 0; }\n}\nservice S {\n  rpc Go (P) returns (P);\n}\n", "module a.b 1-1; struct P 2-5; enum P/E 4-4; interface S 6-8; method S/Go 7-7" },
        { "a.thrift", "const i32 MAX = 1\nstruct P {\n  1: i32 x\n}\nenum E { A }\nservice S {\n  i32 go(1: i32 x)\n}\n", "constant MAX 1-1; struct P 2-4; enum E 5-5; interface S 6-8; method S/go 7-7" },
        { "a.graphql", "type Query {\n  user(id: ID!): User\n}\ninput P { x: Int }\nenum E { A }\nscalar Date\n", "class Query 1-3; struct P 4-4; enum E 5-5; type Date 6-6" },
        { "a.wgsl", "struct P { x: f32 }\nconst max = 1;\nfn go(a: i32) -> i32 { return 1; }\n", "struct P 1-1; constant max 2-2; function go 3-3" },
        { "a.glsl", "struct P { float x; };\nconst int MAX = 1;\nvoid main() { }\n", "struct P 1-1; constant MAX 2-2; function main 3-3" },
    };

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Symbols_are_found_with_kind_nesting_and_lines(string file, string text, string expected)
    {
        using var workspace = new Workspace().With(file, text);
        var result = await CallAsync(workspace, "{}");

        string.Join("; ", result.GetProperty("symbols").EnumerateArray().Select(Shown)).ShouldBe(expected);
    }

    [Fact]
    public void Structure_is_known_of_more_than_45_languages_and_each_that_the_samples_show_is_among_them()
    {
        var shown = Samples.Select(static s => LanguageTable.Detect(s.Data.Item1, s.Data.Item2)!.Id).ToList();

        shown.ShouldBeUnique();
        shown.ShouldBeSubsetOf(SymbolLanguage.Ids);
        shown.Count.ShouldBeGreaterThan(45);
        SymbolLanguage.Ids.Where(static id => !LanguageTable.TryGet(id, out _)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Name_and_kind_narrow_the_list_and_a_name_that_nobody_has_is_answered_with_the_nearest()
    {
        using var workspace = new Workspace().With("a.py", "class Parser:\n    def parse(self): pass\n").With("b.go", "package b\ntype Parser struct {}\n");

        var parsers = (await CallAsync(workspace, """{"name":"parser"}""")).GetProperty("symbols").EnumerateArray().Select(Shown);
        parsers.ShouldBe(["class Parser 1-2", "struct Parser 2-2"]);
        (await CallAsync(workspace, """{"kind":"method"}""")).GetProperty("symbols").EnumerateArray().Select(Shown).ShouldBe(["method Parser/parse 2-2"]);
        (await CallAsync(workspace, """{"name":"parsr"}""")).GetProperty("nearest").GetString().ShouldBe("Parser");
    }

    private static async Task<JsonElement> CallAsync(Workspace workspace, string arguments) =>
        await new CodeSymbolsTool().InvokeAsync(JsonElement.Parse(arguments), workspace.Context, TestContext.Current.CancellationToken);

    private static string Shown(JsonElement symbol)
    {
        var container = symbol.TryGetProperty("container", out var around) && around.ValueKind == JsonValueKind.String ? $"{around}/" : "";
        return $"{symbol.GetProperty("kind")} {container}{symbol.GetProperty("name")} {symbol.GetProperty("line")}-{symbol.GetProperty("endLine")}";
    }
}
