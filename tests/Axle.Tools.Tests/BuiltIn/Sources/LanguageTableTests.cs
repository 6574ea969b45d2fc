using Axle.Tools.BuiltIn.Sources.Languages;

namespace Axle.Tools.Tests.BuiltIn.Sources;

public sealed class LanguageTableTests
{
    [Fact]
    public void More_than_55_languages_are_known_and_ids_are_unique()
    {
        LanguageTable.All.Count(l => l.IsCode).ShouldBeGreaterThan(55);
        LanguageTable.All.Select(l => l.Id).ShouldBeUnique();
    }

    [Theory]
    [InlineData("a/b.cs", "", "csharp")]
    [InlineData("Makefile", "", "make")]
    [InlineData("x.tsx", "", "typescript")]
    [InlineData("x.d.ts", "", "typescript")]
    [InlineData("run", "#!/usr/bin/env python3\n", "python")]
    [InlineData("run", "#!/bin/sh -e\n", "shell")]
    [InlineData("a.h", "#ifndef A\nint f(void);\n", "c")]
    [InlineData("a.h", "\nnamespace a {\nclass B;\n}", "cpp")]
    [InlineData("a.m", "function y = f(x)\n", "matlab")]
    [InlineData("a.m", "#import <Foundation/Foundation.h>\n", "objectivec")]
    [InlineData("a.v", "module m(input a);\nendmodule\n", "verilog")]
    [InlineData("a.v", "fn main() {\n}\n", "v")]
    [InlineData("Dockerfile.dev", "", "dockerfile")]
    [InlineData(".gitignore.unknownending", "", null)]
    public void Language_is_told_by_name_ending_first_line_or_text(string path, string text, string? id) =>
        LanguageTable.Detect(path, text)?.Id.ShouldBe(id);
}
