using Axle.Tools.BuiltIn.Code.Structure;
using System.Text.Json;

namespace Axle.Tools.Tests.BuiltIn.Code;

public sealed class StructureFunctionTests
{
    /// <summary>File name, text, and each function as name:line:cyclomatic:parameters.</summary>
    public static TheoryData<string, string, string> Samples => new()
    {
        { "a.cs", "class A\n{\n    [X(1)]\n    public async Task<int> Run<T>(int a, Dictionary<int, int> b)\n        where T : class\n    {\n        if (a > 0 && b != null) { return a switch { 1 => 2, > 3 => 4, _ => 5 }; }\n        // if for while\n        return a > 1 ? 2 : 3;\n    }\n\n    int? P { get; set; }\n    public A(int x) : this(x, 1) { }\n    int Twice(int x) => x * 2;\n    void Outer()\n    {\n        int Local(int y) { return y; }\n        foreach (var z in q) { Local(1); }\n    }\n}\n", "Run:4:6:2 A:13:1:1 Twice:14:1:1 Outer:15:2:0 Local:17:1:1" },
        { "lambdas.cs", "class A\n{\n    bool F(int t, int[] xs) => t switch\n    {\n        1 or 2 => xs.Any(x => x > 1),\n        (3) => xs.Any(x => { return x > 2; }),\n        _ => xs.All((x) => x > 3),\n    };\n}\n", "F:3:3:2" },
        { "arms.cs", "class A\n{\n    string F(string t) => t switch\n    {\n        \"m\" => Has(t) || Has(t) ? \"a\" : \"b\",\n        \"v\" => Has(t) ? \"c\" : \"d\",\n        \"x\" or \"y\" => null,\n        _ => null,\n    };\n    bool Has(string t) => t.Length > 1;\n}\n", "F:3:7:1 Has:10:1:1" },
        { "A.java", "class A extends B {\n  @Foo(1) public <T> List<? extends T> get(final int a, Map<String, T> m) throws E {\n    for (int i = 0; i < a; i++) { if (a == 1 || a == 2) continue; }\n    run(() -> { return 1; });\n    return a > 1 ? x : y;\n  }\n  A() { super(); }\n  enum C { X(1) { } }\n}\n", "get:2:5:2 A:7:1:0" },
        { "a.kt", "class A(val x: Int) {\n  fun <T> List<T>.go(a: Int, b: String = \"x\"): Int {\n    return when (a) {\n      1 -> 2\n      in 2..3 -> 4\n      else -> 0\n    }\n  }\n  fun one() = if (x > 1) 2 else 3\n  fun two(l: List<Int>) { l.map { it + 1 } }\n}\n", "go:2:4:2 one:9:2:0 two:10:1:1" },
        { "a.scala", "object A {\n  def f(x: Int): Int = {\n    x match {\n      case 1 => 2\n      case _ if x > 2 => 3\n    }\n  }\n  def g(y: Int) = y + 1\n  def h: Int = 3\n}\n", "f:2:4:1 g:8:1:1 h:9:1:0" },
        { "a.swift", "class A {\n  init(x: Int) { self.x = x }\n  func f(_ a: Int?, b: String) -> Int? {\n    guard let a = a else { return nil }\n    switch a { case 1: return 2\n    default: return a > 1 ? 3 : 4 }\n  }\n}\n", "init:2:1:1 f:3:4:2" },
        { "a.go", "package a\n\nfunc (s *S) Run(a, b int, f func(int) error) (x int, err error) {\n\tfor _, v := range []T{{1}} {\n\t\tif v == 1 && a > 2 {\n\t\t}\n\t}\n\tg := func(y int) int { return y }\n\treturn\n}\n\nfunc Max[T any](a T) T { return a }\n", "Run:3:4:3 g:8:1:1 Max:12:1:1" },
        { "a.rs", "impl A {\n    pub fn go<'a>(&mut self, x: &'a str, y: Option<(u8, u8)>) -> Result<()> {\n        match x { \"a\" => 1, \"b\" if y.is_some() => { 2 } _ => 3 };\n        if a || b? { loop { break; } }\n        Ok(())\n    }\n}\nfn main() {}\n", "go:2:7:2 main:8:1:0" },
        { "a.c", "#define X(a) if (a) {\nstatic int\nfoo(const char *s, int n)\n{\n#ifdef A\n  if (s) {\n#else\n  if (n) {\n#endif\n    while (n--) ;\n  }\n  LIST_FOREACH(x, y) { n++; }\n  return n ? 1 : 2;\n}\nstruct s { int a; };\nstruct s *bar(void) { switch (1) { case 1: case 2: break; default: break; } }\nint arr[] = { f(1) };\n", "foo:3:4:2 bar:16:3:0" },
        { "a.cpp", "namespace n {\ntemplate <class T> class A : public B<T> {\n public:\n  A(int a) : B<T>(a), c_{1} { }\n  ~A() {}\n  bool operator==(const A& o) const { return a == o.a && b; }\n  int get() const noexcept override { return 1; }\n};\ntemplate <class T>\nauto A<T>::run(std::map<int, int> m) -> int {\n  for (auto& x : m) if (x) [&](int q) { return q; }(1);\n  return 1;\n}\n}\n", "A:4:1:1 ~A:5:1:0 operator==:6:2:1 get:7:1:0 run:10:3:1" },
        { "a.js", "const a = async (x, y) => {\n  if (x) return /[{]/.test(y);\n};\nfunction b() { return [1].map(function (z) { return z ? 1 : 2; }); }\nclass C {\n  static async go({ q, r } = {}, ...rest) { for (const k of q) { } }\n  get x() { return 1; }\n  #p = (v) => v || 1;\n}\nexports.d = function (e) { };\nconst o = { m(n) { while (n) n--; }, k: (w) => w ?? 2 };\nit('x', () => { });\n", "a:1:2:2 b:4:2:0 go:6:2:2 x:7:1:0 #p:8:2:1 d:10:1:1 m:11:2:1 k:11:2:1" },
        { "a.tsx", "export function App({ a, b }: { a: string; b?: number }): JSX.Element {\n  const h = (e: Event): void => { if (e) go(); };\n  return <div>{a ? <b>Don't {x}</b> : null}</div>;\n}\nabstract class Q<T> { abstract f(): void;\n  private g<U>(x?: U): Promise<{ a: U }> { return x?.y; } }\ninterface I { m(a: number): void; }\n", "App:1:2:1 h:2:2:1 g:6:1:1" },
        { "a.vue", "<template><p v-if=\"a\">{</p></template>\n<script>\nexport default {\n  methods: {\n    go(a) { if (a) { } },\n  },\n}\n</script>\n", "go:5:2:1" },
        { "a.py", "import x\n@deco(1)\nasync def f(self, a, b=(1, 2), *, c, **kw):\n    \"\"\"if while\"\"\"\n    if a and b or c:\n        for x in y:\n            def inner(z): return z\n    elif q:\n        return [i for i in y if i]\n    return 1 if a else 2\n\nclass A:\n    def g(\n        self,\n        x,\n    ):\n        try: pass\n        except E: pass\n", "f:3:9:4 inner:7:1:1 g:13:2:1" },
        { "a.rb", "class A\n  def go(a, b = 1)\n    return 1 if a && b\n    x = if a then 1 else 2 end\n    [1].each do |y|\n      puts y unless y\n    end\n    while a do b end\n  end\n  def self.q? = true\n  def name=(v)\n    @v = v\n  end\nend\n", "go:2:6:2 name=:11:1:1" },
        { "a.php", "<?php\nclass A {\n  public function go(?int $a, array $b = []): ?string {\n    foreach ($b as $c) { if ($a === 1 && $c) { } }\n    $f = function ($x) use ($a) { return $x; };\n    return $a ?: 1;\n  }\n  abstract function x();\n}\n", "go:3:5:2 $f:5:1:1" },
        { "a.lua", "local function f(a, b)\n  if a and b then return function() end end\n  for i = 1, 2 do while a do end end\n  repeat until a\nend\nM.g = function(x) end\nfunction M:h(y) end\n", "f:1:6:2 g:6:1:1 M:h:7:1:1" },
        { "a.pl", "package A;\nsub go {\n  my ($s, %h) = @_;\n  return unless $s;\n  $s =~ s/{/x/g;\n  foreach my $k (keys %h) { print \"}\" if $k eq q({) }\n}\nmy $f = sub { 1 };\n1;\n", "go:2:4:0 f:8:1:0" },
        { "a.sh", "#!/bin/sh\ngo() {\n  if [ -n \"$1\" ] && true; then\n    for x in a b; do echo \"${x#}}\"; done\n  fi\n  case $1 in a) ;; b) ;; esac\n}\nfunction other {\n  cat <<EOF\nif {\nEOF\n}\n", "go:2:6:0 other:8:1:0" },
        { "a.ps1", "function Get-Thing {\n  param($A, $B)\n  if ($A -and $B) { foreach ($x in $A) { } }\n}\n", "Get-Thing:1:4:0" },
        { "a.r", "f <- function(x, y = 2) {\n  if (x > 1 && y) for (i in x) print(i)\n}\nlapply(x, function(z) { z })\n", "f:1:4:2" },
        { "a.jl", "module A\nfunction f(x::Int, y=2) where T\n  if x > 1 && y\n    return [i for i in x if i][end]\n  end\n  x > 1 ? 2 : 3\nend\nend\n", "f:2:6:2" },
        { "a.ex", "defmodule A do\n  def go(a, b) when a > 1 do\n    case a do\n      1 -> 2\n      _ -> Enum.map(b, fn x -> x end)\n    end\n  end\n\n  defp one(x), do: x && 1\nend\n", "go:2:2:2 one:9:2:1" },
        { "a.erl", "-module(a).\ngo(X, Y) ->\n    case X of\n        1 -> Y;\n        _ -> 2\n    end;\ngo(_, _) -> 3.\n\nstop() -> ok.\n", "go:2:2:2 stop:9:1:0" },
        { "a.hs", "module A where\n\ngo :: Int -> Int\ngo 0 = 1\ngo n\n  | n > 1 = 2\n  | otherwise = if n then 3 else 4\n\nf x y = x + y\n", "go:4:4:1 f:9:1:2" },
        { "a.ml", "let rec go a b =\n  match a with\n  | 1 -> if b then 2 else 3\n  | _ -> 4\n\nlet x = 1\nlet f = fun y -> y\n", "go:1:4:2 f:7:1:1" },
        { "a.fs", "module A\nlet go (a: int) b =\n    if a > 1 && b then 2\n    elif b then 3\n    else 4\ntype T() =\n    member this.Run(x) = x\n", "go:2:4:2 Run:7:1:1" },
        { "a.dart", "class A {\n  A(this.x);\n  int f(int a, {String? b}) {\n    if (a > 1 || b != null) { return a > 2 ? 1 : 2; }\n    return 0;\n  }\n  int g() => 1;\n}\nvoid main() { }\n", "f:3:4:2 g:7:1:0 main:9:1:0" },
        { "a.groovy", "class A {\n  def f(a, b) {\n    if (a && b) { [1].each { it } }\n  }\n  int g(int x) { x ? 1 : 2 }\n}\n", "f:2:3:2 g:5:2:1" },
        { "a.clj", "(ns a)\n(defn ^:x go \"doc\" [a b]\n  (if (and a b) 1 (when b 2)))\n", "go:2:4:2" },
        { "a.lisp", "(defun go (a &optional b)\n  (when a (dolist (x b) (print x))))\n", "go:1:3:2" },
        { "a.scm", "(define (go a b)\n  (if a b 1))\n(define x 1)\n", "go:1:2:2" },
        { "a.zig", "const A = struct {\n    pub fn go(self: A, b: u8) !void {\n        if (b > 1 and true) { while (true) {} }\n    }\n};\n", "go:2:4:2" },
        { "a.nim", "proc go(a: int, b = 1): int =\n  if a > 1 and b > 2:\n    result = 1\n  elif a == 2:\n    result = 2\n", "go:1:4:2" },
        { "a.pas", "unit A;\ninterface\nprocedure Go(a: Integer; b: string);\nimplementation\nprocedure TA.Go(a: Integer; b: string);\n  function Inner: Boolean;\n  begin\n    Result := True;\n  end;\nbegin\n  if a > 1 then begin\n    while a > 2 do Dec(a);\n  end;\nend;\nend.\n", "Go:5:3:2 Inner:6:1:0" },
        { "a.adb", "package body A is\n   procedure Go (X : Integer; Y : Integer) is\n   begin\n      if X > 1 and then Y > 2 then\n         for I in 1 .. 2 loop\n            null;\n         end loop;\n      end if;\n   end Go;\n   function F return Integer is (1);\nend A;\n", "Go:2:4:2" },
        { "a.f90", "module m\ncontains\n  subroutine go(a, b)\n    if (a > 1) then\n      do i = 1, 2\n        if (b) x = 1\n      end do\n    end if\n  end subroutine go\n  integer function f(x)\n    f = x\n  end function\nend module\n", "go:3:4:2 f:10:1:1" },
        { "a.m", "function [x, y] = go(a, b)\n  if a' > 1 && b(end)\n    x = 1;\n  end\nend\nfunction h\n  for i = 1:2\n  end\nend\n", "go:1:3:2 h:6:2:0" },
        { "a.sql", "CREATE OR REPLACE PROCEDURE pay_bill(p_id IN NUMBER, p_x IN NUMBER) AS\nBEGIN\n  IF p_id > 1 THEN\n    FOR r IN (SELECT 1) LOOP\n      NULL;\n    END LOOP;\n  END IF;\nEND;\n", "pay_bill:1:3:2" },
        { "a.vb", "Class A\n  Public Sub Go(a As Integer, b As String)\n    If a > 1 AndAlso b Then\n      For Each x In b\n      Next\n    End If\n    If a Then Return\n  End Sub\n  Function F() As Integer\n    Return 1\n  End Function\nEnd Class\n", "Go:2:5:2 F:9:1:0" },
        { "a.cob", "       IDENTIFICATION DIVISION.\n       PROCEDURE DIVISION.\n       MAIN-PARA.\n           IF A > 1\n             PERFORM SUB-PARA UNTIL B = 1\n           END-IF.\n       SUB-PARA.\n           STOP RUN.\n", "MAIN-PARA:3:3:0 SUB-PARA:7:1:0" },
        { "a.mm", "#import <F/F.h>\n@implementation A\n- (void)go:(int)a with:(NSString *)b {\n  if (a && b) { }\n}\n+ (A *)make { return nil; }\n@end\nstatic void c(int x) { }\n", "go:with::3:3:2 make:6:1:0 c:8:1:1" },
        { "a.sol", "contract A {\n  function go(uint a, address b) public returns (uint) {\n    if (a > 1 || b == c) { return a > 2 ? 1 : 2; }\n  }\n  modifier only() { _; }\n}\n", "go:2:4:2 only:5:1:0" },
        { "a.v", "fn (mut a App) go(x int) ?int {\n\tif x > 1 && y {\n\t\tfor i in 0 .. 3 { }\n\t}\n}\n", "go:1:4:1" },
        { "a.d", "import std;\nclass A {\n  int go(T)(int a, int b) { foreach (x; a) { if (x && b) {} } return 1; }\n  this(int x) { }\n}\n", "go:3:4:1 this:4:1:1" },
        { "a.cr", "class A\n  def go(a : Int32, b) : Int32\n    return 1 if a && b\n    a.each do |x|\n    end\n  end\n  abstract def x\nend\n", "go:2:3:2" },
        { "a.tcl", "proc go {a b} {\n  if {$a > 1} { foreach x $b { puts $x } }\n}\n", "go:1:3:2" },
        { "a.vim", "function! s:Go(a, b) abort\n  if a:a && a:b\n    for x in y\n    endfor\n  endif\nendfunction\n", "s:Go:1:4:2" },
        { "Makefile", "A := 1\nall: b c\n\tgcc -o x\n\nclean:\n\trm x\n", "all:2:1:0 clean:5:1:0" },
        { "a.tf", "resource \"aws_s3_bucket\" \"logs\" {\n  bucket = var.a ? \"x\" : \"y\"\n}\n", "resource aws_s3_bucket.logs:1:2:0" },
        { "a.coffee", "go = (a, b) ->\n  if a and b\n    1\nclass A\n  run: (x) => x\n", "go:1:3:2 run:5:1:1" },
        { "a.hx", "class A {\n  public function go(a:Int, b:Int):Int {\n    for (x in a) if (x && b) {}\n    return 1;\n  }\n}\n", "go:2:4:2" },
        { "a.cmake", "function(go A B)\n  if(A)\n    foreach(x IN LISTS B)\n    endforeach()\n  endif()\nendfunction()\n", "go:1:3:2" },
        { "a.sv", "module m;\nfunction automatic int go(input int a);\n  if (a > 1 && b) return 1;\nendfunction\nendmodule\n", "go:2:3:1" },
        { "a.vhd", "architecture a of b is\nbegin\nmain: process(clk)\nbegin\n  if rising_edge(clk) then\n    x <= y;\n  end if;\nend process;\nend a;\n", "main:3:2:0" },
        { "a.gd", "func go(a, b):\n\tif a and b:\n\t\tpass\n", "go:1:3:2" },
        { "a.awk", "function go(a, b) {\n  if (a ~ /x{/ && b) print\n}\n", "go:1:3:2" },
        { "a.odin", "package a\ngo :: proc(a: int, b: int) -> int {\n\tif a > 1 && b > 2 { for {} }\n\treturn 1\n}\n", "go:2:4:2" },
        { "a.elm", "module A exposing (..)\n\ngo : Int -> Int\ngo a b =\n    if a then 1 else 2\n", "go:4:2:2" },
        { "a.fish", "function go\n  if test 1\n    for x in a\n    end\n  end\nend\n", "go:1:3:0" },
        { "a.gleam", "pub fn go(a: Int, b: Int) -> Int {\n  case a { 1 -> 2 _ -> b }\n}\n", "go:1:2:2" },
        { "a.el", "(defun go (a b)\n  (if ?\\( (when a b)))\n", "go:1:3:2" },
        { "a.bat", "@echo off\n:go\nif \"%1\"==\"\" goto end\n:end\nrem x\n", "go:2:2:0 end:4:1:0" },
    };

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Functions_are_found_with_name_line_complexity_and_parameters(string file, string text, string expected)
    {
        using var workspace = new Workspace().With(file, text);
        var result = await new StructureTool().InvokeAsync(JsonElement.Parse("{}"), workspace.Context, TestContext.Current.CancellationToken);
        var found = from f in result.GetProperty("functions").EnumerateArray()
                    orderby f.GetProperty("line").GetInt32(),
                        text.Split('\n')[f.GetProperty("line").GetInt32() - 1].IndexOf(
                            f.GetProperty("name").GetString()!.Split('.')[0].TrimEnd(':', '='), StringComparison.Ordinal)
                    select $"{f.GetProperty("name")}:{f.GetProperty("line")}:{f.GetProperty("cyclomatic")}:{f.GetProperty("parameters")}";
        string.Join(' ', found).ShouldBe(expected);
    }
}
