using System.Text;
using System.Text.Json;
using Axle.Tools.BuiltIn.Code.Duplication;
using Axle.Tools.BuiltIn.Code.Modules;
using Axle.Tools.BuiltIn.Code.Structure;
using Axle.Tools.BuiltIn.Docs;
using Axle.Tools.BuiltIn.Sources.Languages;
using Axle.Tools.BuiltIn.Tests;
using Axle.Tools.Contract;

namespace Axle.Tools.Tests.BuiltIn.Code;

public sealed class OutlineRobustnessTests
{
    private static readonly string[] Words =
    [
        "{", "}", "(", ")", "[", "]", "<", ">", ";", ",", ":", "=", "=>", "->", "::", ".", "?", "|", "*", "&", "@", "#", "~", "-", "+", "\n", "\n  ", "\n    ", "x", "Foo", "\"s\"", "1",
        "def", "fn", "func", "fun", "function", "sub", "proc", "class", "struct", "namespace", "operator", "if", "else", "for", "while", "do", "end", "begin", "case", "match", "switch", "when", "let", "in",
        "procedure", "is", "then", "end if", "loop", "import", "from", "using", "use", "require", "package", "module", "create", "public", "static", "void", "async", "it", "test", "Test", "[Fact]", "t", "skip", "only", "lambda", "(define", "(defun",
    ];

    [Fact]
    public async Task Any_order_of_words_is_measured_without_failing_in_every_language()
    {
        using var workspace = new Workspace();
        var random = new Random(7);
        int files = 0;
        foreach (var language in LanguageTable.All.Where(l => l.IsCode && l.Extensions.Length > 0))
        {
            for (int round = 0; round < 6; round++)
            {
                var text = new StringBuilder();
                for (int i = random.Next(120); i >= 0; i--)
                {
                    text.Append(Words[random.Next(Words.Length)]).Append(random.Next(4) == 0 ? "" : " ");
                }

                workspace.With($"src/{language.Id}{round}.{language.Extensions[0]}", text.ToString())
                    .With($"src/test_{language.Id}{round}_test.{language.Extensions[0]}", text.ToString());
                files += 2;
            }
        }

        foreach (ITool tool in (ITool[])[new StructureTool(), new DuplicationTool(), new ModulesTool(), new TestsTool(), new DocsTool()])
        {
            var result = await tool.InvokeAsync(JsonElement.Parse("{}"), workspace.Context, TestContext.Current.CancellationToken);
            result.GetProperty("summary").GetProperty("filesAnalysed").GetInt32().ShouldBeGreaterThan(0, tool.Description.Name);
        }

        files.ShouldBeGreaterThan(500);
    }
}
