using System.Text.Json;
using Axle.Tools.BuiltIn.Code.Modules;

namespace Axle.Tools.Tests.BuiltIn.Code;

public sealed class ModulesToolTests
{
    [Fact]
    public async Task Cycle_is_printed_as_its_path_at_the_import_that_closes_it()
    {
        using var workspace = new Workspace()
            .With("src/a.js", "import { b } from './b';\n").With("src/b.js", "// head\nconst c = require('./c.js');\n").With("src/c.js", "\nexport * from './a';\n");
        var finding = (await Run(workspace)).GetProperty("findings")[0];
        finding.GetProperty("rule").GetString().ShouldBe("modules.file-cycle");
        finding.GetProperty("message").GetString().ShouldBe("Import cycle of 3 files: src/a.js → src/b.js → src/c.js → src/a.js.");
        (finding.GetProperty("file").GetString(), finding.GetProperty("line").GetInt32()).ShouldBe(("src/c.js", 2));
    }

    [Theory]
    [InlineData("a.ts", "import type { B } from './b';\n", "b.ts", "import { A } from './a';\n")]
    [InlineData("a.ts", "import { type B, type C } from './b';\n", "b.ts", "import { A } from './a';\n")]
    [InlineData("a.py", "def f():\n    from b import x\n", "b.py", "import a\n")]
    [InlineData("a.py", "if TYPE_CHECKING:\n    from b import x\n", "b.py", "import a\n")]
    [InlineData("a.js", "function f() { return require('./b'); }\n", "b.js", "require('./a');\n")]
    [InlineData("a.js", "// import './b'\nconst x = \"import './b'\";\n", "b.js", "import './a';\n")]
    public async Task Imports_for_types_and_late_imports_close_no_cycle(string a, string textA, string b, string textB)
    {
        using var workspace = new Workspace().With(a, textA).With(b, textB);
        (await Run(workspace)).GetProperty("findings").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("p/__init__.py", "", "p/a.py", "from . import b\n", "p/b.py", "from .a import x\n")]
    [InlineData("m/x.h", "", "m/a.h", "#include \"b.h\"\n", "m/b.h", "#pragma once\n#include \"m/a.h\"\n")]
    [InlineData("x.rb", "", "lib/a.rb", "require_relative 'b'\n", "lib/b.rb", "require 'a'\n")]
    [InlineData("X.pm", "", "P/A.pm", "package P::A;\nuse P::B;\n", "P/B.pm", "use P::A qw(x);\n")]
    [InlineData("x.lua", "", "m/a.lua", "local b = require(\"m.b\")\n", "m/b.lua", "local a = require 'm.a'\n")]
    [InlineData("x.dart", "", "lib/a.dart", "import 'b.dart';\n", "lib/b.dart", "import 'package:p/a.dart';\n")]
    [InlineData("p/X.java", "package p; class X {}", "p/A.java", "package p;\nimport p.B;\nclass A {}", "p/B.java", "package p;\nimport p.A;\nclass B {}")]
    [InlineData("src/lib.rs", "mod a; mod b;", "src/a.rs", "use crate::b::B;\n", "src/b.rs", "use crate::a::A;\n")]
    public async Task Imports_are_resolved_as_the_language_does(string other, string text, string a, string textA, string b, string textB)
    {
        using var workspace = new Workspace().With(other, text).With(a, textA).With(b, textB);
        (await Run(workspace)).GetProperty("cycles")[0].EnumerateArray().Select(n => n.GetString()).ShouldBe([a, b, a]);
    }

    [Fact]
    public async Task Namespaces_are_modules_with_fan_in_fan_out_and_instability()
    {
        using var workspace = new Workspace()
            .With("a.cs", "namespace App.Web;\nusing App.Core;\nclass A;\n").With("b.cs", "using App.Core;\nnamespace App.Jobs;\nclass B;\n").With("c.cs", "namespace App.Core;\nclass C;\n");
        var modules = (await Run(workspace)).GetProperty("modules").EnumerateArray().ToDictionary(m => m.GetProperty("name").GetString()!);
        (modules["App.Core"].GetProperty("fanIn").GetInt32(), modules["App.Core"].GetProperty("instability").GetDouble()).ShouldBe((2, 0.0));
        (modules["App.Web"].GetProperty("fanOut").GetInt32(), modules["App.Web"].GetProperty("instability").GetDouble()).ShouldBe((1, 1.0));
    }

    [Fact]
    public async Task Weakest_edge_of_a_cycle_is_the_one_with_the_fewest_imports_whichever_way_it_goes()
    {
        using var workspace = new Workspace()
            .With("a1.cs", "using App.B;\nnamespace App.A;\nclass A1;\n")
            .With("b1.cs", "using App.A;\nnamespace App.B;\nclass B1;\n").With("b2.cs", "using App.A;\nnamespace App.B;\nclass B2;\n").With("c.cs", "namespace App.C;\nclass C;\n");
        var finding = (await Run(workspace)).GetProperty("findings").EnumerateArray().ShouldHaveSingleItem();
        finding.GetProperty("file").GetString().ShouldBe("a1.cs");
        finding.GetProperty("remedy").GetString()!.ShouldContain("'App.A' uses 'App.B' in 1 import.");
    }

    [Fact]
    public async Task One_import_of_a_namespace_counts_once_however_many_files_it_has()
    {
        using var workspace = new Workspace()
            .With("a1.cs", "using App.B;\nnamespace App.A;\nclass A1;\n").With("a2.cs", "namespace App.A;\nclass A2;\n").With("a3.cs", "namespace App.A;\nclass A3;\n")
            .With("b1.cs", "using App.A;\nnamespace App.B;\nclass B1;\n").With("b2.cs", "namespace App.B;\nclass B2;\n").With("c.cs", "namespace App.C;\nclass C;\n");
        var finding = (await Run(workspace)).GetProperty("findings").EnumerateArray().ShouldHaveSingleItem();
        finding.GetProperty("remedy").GetString()!.ShouldContain("in 1 import.");
    }

    private static async Task<JsonElement> Run(Workspace workspace) =>
        await new ModulesTool().InvokeAsync(JsonElement.Parse("{}"), workspace.Context, TestContext.Current.CancellationToken);
}
