using Axle.Tools.BuiltIn.CSharp;
using Axle.Tools.Findings;
using Axle.Tools.Tests.BuiltIn.Review;

namespace Axle.Tools.Tests.BuiltIn.CSharp;

/// <summary>Each rule finds its fault on the line marked with <c>//!</c> and keeps quiet about the same code done right.</summary>
public sealed class CSharpRuleTests
{
    private const string Usings = "using System; using System.Collections.Generic; using System.IO; using System.Linq; using System.Net.Http; using System.Threading; using System.Threading.Tasks;\n";

    public static TheoryData<string, string, string> Cases { get; } = new()
    {
        { "cs.async-void", "class A {\n  public async void Go() { await Task.Yield(); } //!\n}", "class A {\n  public async void OnClick(object s, EventArgs e) { await Task.Yield(); }\n  public async Task Go() { await Task.Yield(); }\n}" },
        { "cs.async-lambda-as-action", "class A {\n  void Run(Action a) => a();\n  void Go() => Run(async () => await Task.Yield()); //!\n}", "class A {\n  Task Run(Func<Task> a) => a();\n  Task Go() => Run(async () => await Task.Yield());\n}" },
        { "cs.sync-over-async", "class A {\n  Task<int> F() => Task.FromResult(1);\n  int Go() => F().Result; //!\n}", "class A {\n  Task<int> F() => Task.FromResult(1);\n  async Task<int> Go() { var t = F(); await Task.WhenAll(t); return t.Result; }\n  class R { public int Result; }\n  int X(R r) => r.Result;\n}" },
        { "cs.sync-over-async", "class A {\n  Task F() => Task.CompletedTask;\n  void Go()\n  {\n    F().Wait(); //!\n  }\n}", "class A {\n  void Go(ManualResetEventSlim e) => e.Wait();\n}" },
        { "cs.sync-over-async", "class A {\n  Task<int> F() => Task.FromResult(1);\n  int Go() => F().ConfigureAwait(false).GetAwaiter().GetResult(); //!\n}", "class A {\n  Task<int> F() => Task.FromResult(1);\n  int Go() { var t = F(); return t.IsCompletedSuccessfully ? t.Result : 0; }\n}" },
        { "cs.unawaited-task", "class A {\n  Task F() => Task.CompletedTask;\n  void Go()\n  {\n    F(); //!\n  }\n}", "class A {\n  Task F() => Task.CompletedTask;\n  async Task Go() { await F(); _ = F(); var t = F(); await t; }\n}" },
        { "cs.null-task", "class A {\n  Task F()\n  {\n    return null; //!\n  }\n}", "class A {\n  Task? F() { return null; }\n  async Task<string> G() { await Task.Yield(); return null; }\n}" },
        { "cs.blocking-sleep-in-async", "class A {\n  async Task F()\n  {\n    Thread.Sleep(1); //!\n    await Task.Yield();\n  }\n}", "class A {\n  void F() { Thread.Sleep(1); }\n}" },
        { "cs.swallowed-exception", "class A {\n  void F()\n  {\n    try { F(); }\n    catch (Exception) { } //!\n  }\n}", "class A {\n  void F() { try { F(); } catch (IOException) { } catch (Exception e) when (e is TimeoutException) { } }\n}" },
        { "cs.catch-all", "class A {\n  bool F()\n  {\n    try { return F(); }\n    catch (Exception) { return false; } //!\n  }\n}", "class A {\n  bool F() { try { return F(); } catch (Exception e) { Console.WriteLine(e); return false; } }\n}" },
        { "cs.throw-ex", "class A {\n  void F()\n  {\n    try { F(); }\n    catch (Exception e)\n    {\n      throw e; //!\n    }\n  }\n}", "class A {\n  void F(Exception x) { try { F(x); } catch (Exception e) { Console.WriteLine(e); throw; } throw x; }\n}" },
        { "cs.lock-on-shared-object", "class A {\n  void F()\n  {\n    lock (this) { } //!\n  }\n}", "class A {\n  readonly object _gate = new();\n  void F() { lock (_gate) { } }\n}" },
        { "cs.lock-on-shared-object", "class A {\n  void F()\n  {\n    lock (typeof(A)) { } //!\n  }\n}", "class A {\n  readonly Lock _gate = new();\n  void F() { lock (_gate) { } }\n}" },
        { "cs.undisposed-local", "class A {\n  long F()\n  {\n    var f = new FileStream(\"a\", FileMode.Open); //!\n    return f.Length;\n  }\n}", "class A {\n  long F() { using var f = new FileStream(\"a\", FileMode.Open); return f.Length; }\n  Stream G() { var f = new FileStream(\"a\", FileMode.Open); return f; }\n  long H() { var m = new MemoryStream(); return m.Length; }\n}" },
        { "cs.undisposed-field", "class A {\n  readonly FileStream _f = new(\"a\", FileMode.Open); //!\n  long F() => _f.Length;\n}", "class A : IDisposable {\n  readonly FileStream _f = new(\"a\", FileMode.Open);\n  public void Dispose() => _f.Dispose();\n}\nclass B(FileStream f) {\n  readonly FileStream _f = f;\n}" },
        { "cs.mutable-public-static", "class A {\n  public static int Count; //!\n}", "class A {\n  public static readonly int Count = 1;\n  public const int Max = 2;\n  private static int _n;\n}" },
        { "cs.double-enumeration", "class A {\n  int F(IEnumerable<int> xs)\n  {\n    var n = xs.Count();\n    return n + xs.Sum(); //!\n  }\n}", "class A {\n  int F(IEnumerable<int> xs, bool b) { if (b) { return xs.Count(); } else { return xs.Sum(); } }\n  int G(List<int> xs) { return xs.Count() + xs.Sum(); }\n}" },
        { "cs.string-concat-in-loop", "class A {\n  string F(string[] xs)\n  {\n    var s = \"\";\n    foreach (var x in xs)\n    {\n      s += x; //!\n    }\n    return s;\n  }\n}", "class A {\n  int F(int[] xs) { var s = 0; foreach (var x in xs) { s += x; } return s; }\n  void G(string[] xs) { foreach (var x in xs) { var t = x; t += \"a\"; Console.WriteLine(t); } }\n}" },
        { "cs.httpclient-per-call", "class A {\n  async Task<string> F()\n  {\n    using var c = new HttpClient(); //!\n    return await c.GetStringAsync(\"https://example.org\");\n  }\n}", "class A {\n  static readonly HttpClient C = new();\n  async Task<string> F() => await C.GetStringAsync(\"https://example.org\");\n}" },
        { "cs.local-time-arithmetic", "class A {\n  TimeSpan F(DateTime start) => DateTime.Now - start; //!\n}", "class A {\n  TimeSpan F(DateTime start) => DateTime.UtcNow - start;\n  string G() => DateTime.Now.ToString();\n}" },
        { "cs.empty-finalizer", "class A {\n  ~A() { } //!\n}", "class A {\n  ~A() { Console.WriteLine(1); }\n}" },
        { "cs.readonly-mutable-struct", "struct C {\n  int _n;\n  public void Up() { _n++; }\n}\nclass A {\n  readonly C _c;\n  void F() => _c.Up(); //!\n}", "struct C {\n  int _n;\n  public void Up() { _n++; }\n  public readonly int Get() => _n;\n}\nclass A {\n  C _c;\n  readonly C _d;\n  void F() { _c.Up(); _d.Get(); }\n}" },
        { "cs.virtual-call-in-constructor", "class A {\n  public A()\n  {\n    Go(); //!\n  }\n  protected virtual void Go() { }\n}", "sealed class A {\n  public A() { Go(); }\n  void Go() { }\n}" },
        { "cs.collection-modified-in-foreach", "class A {\n  void F(List<int> xs)\n  {\n    foreach (var x in xs)\n    {\n      xs.Remove(x); //!\n    }\n  }\n}", "class A {\n  void F(List<int> xs, Dictionary<int, int> d)\n  {\n    foreach (var x in xs.ToList()) { xs.Remove(x); }\n    foreach (var x in xs) { if (x > 1) { xs.Remove(x); break; } }\n    foreach (var k in d) { d.Remove(k.Key); }\n  }\n}" },
        { "cs.settable-collection", "class A {\n  public List<int> Items { get; set; } = []; //!\n  public void F() { }\n}", "class A {\n  public List<int> Items { get; } = [];\n  public List<int> More { get; init; } = [];\n  public void F() { }\n}" },
        { "cs.equality-without-hash", "class A {\n  public override bool Equals(object? o) => o is A; //!\n}", "class A {\n  public override bool Equals(object? o) => o is A;\n  public override int GetHashCode() => 1;\n}\nrecord R(int X);" },
    };

    [Theory, MemberData(nameof(Cases))]
    public async Task Rule_finds_the_fault_on_its_line_and_leaves_sound_code_alone(string rule, string bad, string good)
    {
        using var workspace = new Workspace().With("src/Bad.cs", Usings + bad).With("other/Good.cs", Usings + good);
        var expected = (Usings + bad).Split('\n').Index().Single(l => l.Item.EndsWith("//!", StringComparison.Ordinal)).Index + 1;

        var inBad = await workspace.FindingsAsync(new CSharpTool(), """{ "path": "src" }""");
        var inGood = await workspace.FindingsAsync(new CSharpTool(), """{ "path": "other" }""");

        inBad.Where(f => f.Rule == rule).Select(f => f.Line).ShouldBe([expected]);
        inGood.Where(f => f.Rule == rule).ShouldBeEmpty();
    }

    [Fact]
    public async Task Findings_in_test_projects_are_information_with_the_reason()
    {
        using var workspace = new Workspace()
            .With("tests/App.Tests/App.Tests.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>")
            .With("tests/App.Tests/A.cs", Usings + "class A { public async void Go() { await Task.Yield(); } }");

        var finding = (await workspace.FindingsAsync(new CSharpTool())).Single(f => f.Rule == "cs.async-void");

        finding.Severity.ShouldBe(Severity.Info);
        finding.Why.ShouldContain("test");
    }

    [Theory]
    [InlineData("void Start() => new Thread(Loop).Start();")]
    [InlineData("Task Start() => Task.Factory.StartNew(Loop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);")]
    [InlineData("void Start() => new Thread(() => Loop()).Start();")]
    public async Task Blocking_on_a_thread_of_its_own_is_only_noted(string start)
    {
        using var workspace = new Workspace().With("app/A.cs", Usings + "class A { " + start + " Task F() => Task.Delay(1); void Loop() => F().GetAwaiter().GetResult(); void Other() => F().Wait(); }");

        var found = (await workspace.FindingsAsync(new CSharpTool())).Where(f => f.Rule == "cs.sync-over-async").OrderBy(f => f.Severity).Select(f => f.Severity);

        found.ShouldBe([Severity.Info, Severity.Medium]);
    }

    [Fact]
    public async Task Types_of_a_referenced_project_are_understood()
    {
        using var workspace = new Workspace()
            .With("lib/Lib.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"/>")
            .With("lib/Loader.cs", Usings + "public static class Loader { public static Task<int> LoadAsync() => Task.FromResult(1); }")
            .With("app/App.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><ItemGroup><ProjectReference Include=\"..\\lib\\Lib.csproj\" /></ItemGroup></Project>")
            .With("app/Use.cs", "class Use { int Go() => Loader.LoadAsync().Result; }");

        (await workspace.FindingsAsync(new CSharpTool())).ShouldContain(f => f.Rule == "cs.sync-over-async" && f.File == "app/Use.cs");
    }

    [Fact]
    public async Task Report_holds_project_settings_and_metrics()
    {
        using var workspace = new Workspace()
            .With("Directory.Build.props", "<Project><PropertyGroup><Nullable>enable</Nullable><TreatWarningsAsErrors>true</TreatWarningsAsErrors></PropertyGroup></Project>")
            .With("app/App.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFrameworks>net8.0;net10.0</TargetFrameworks></PropertyGroup></Project>")
            .With("app/A.cs", "class A {\n  int _x; int _y;\n  int F(int n) { if (n > 1 && n < 5) { return _x; } return n > 9 ? 1 : 2; }\n  int G() => _y;\n}");

        var report = await workspace.RunAsync(new CSharpTool());

        var project = report.GetProperty("projects")[0];
        project.GetProperty("targetFrameworks").GetArrayLength().ShouldBe(2);
        project.GetProperty("nullable").GetString().ShouldBe("enable");
        project.GetProperty("warningsAsErrors").GetBoolean().ShouldBeTrue();
        var method = report.GetProperty("mostComplexMethods")[0];
        method.GetProperty("name").GetString().ShouldBe("A.F");
        method.GetProperty("complexity").GetInt32().ShouldBe(4);
        report.GetProperty("leastCohesiveTypes")[0].GetProperty("lcom").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task Broken_source_is_analysed_as_far_as_it_goes()
    {
        using var workspace = new Workspace().With("a.cs", Usings + "class A { public async void Go() { await Task.Yield(); } void {{{ ");

        var report = await workspace.RunAsync(new CSharpTool());

        report.GetProperty("filesWithSyntaxErrors").GetInt32().ShouldBe(1);
        report.GetProperty("summary").GetProperty("byRule").TryGetProperty("cs.async-void", out _).ShouldBeTrue();
    }
}
