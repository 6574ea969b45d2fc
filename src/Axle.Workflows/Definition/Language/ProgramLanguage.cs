using System.Collections.Immutable;
using Axle.Workflows.Definition.Shapes;
using Axle.Workflows.Definition.Source;
using Axle.Workflows.Expressions;

namespace Axle.Workflows.Definition.Language;

/// <summary>The keys of <c>code</c>, <c>run</c> and <c>uses</c>.</summary>
internal static class ProgramLanguage
{
    private const int LongestSource = 200_000;

    public static KeyTable<CodeAction> CodeTable { get; } = new(
        "code",
        "'code'",
        new Key<CodeAction, CodeLanguage>(
            "language",
            new ChoiceShape<CodeLanguage>(("python", CodeLanguage.Python), ("javascript", CodeLanguage.JavaScript), ("sql", CodeLanguage.Sql)),
            "What the program is written in.", "language: python", static (c, v) => c with { Language = v })
        { Required = true },
        new Key<CodeAction, string>(
            "source", new SourceShape("the text of a program", LongestSource),
            "The program. Expressions are not put into it; give values by 'with'.", "source: \"print(inputs['text'])\"",
            static (c, v) => c with { Source = v })
        { Required = true });

    public static Shape<StepAction> Code { get; } =
        new MappingShape<CodeAction, CodeAction>(CodeTable, static _ => new CodeAction(default, ""), SettingLanguage.Same).As<StepAction>(static c => c);

    private static readonly Shape<ImmutableArray<Template>> Arguments = new ListShape<Template>("a list of a program and its arguments", Values.StepText, 1, 1000);

    private static readonly Shape<RunAction> ShellLine =
        new SourceShape("a line for the shell", LongestSource).As(static line => new RunAction([Template.Literal(JsonText(line))], true, null, null));

    private static readonly Shape<RunAction> Command = new EitherShape<RunAction>(
        "a list of a program and its arguments, or a line for the shell", static kind => kind == NodeKind.Text, ShellLine,
        Arguments.As(static command => new RunAction(command, false, null, null)));

    public static KeyTable<RunAction> RunTable { get; } = new(
        "run",
        "'run'",
        new Key<RunAction, RunAction>(
            "command", Command, "A program and its arguments as a list, or one line for the shell, without expressions.",
            "command: [dotnet, test, \"${{ inputs.project }}\"]",
            static (r, v) => r with { Command = v.Command, Shell = v.Shell })
        { Required = true },
        new Key<RunAction, Template>(
            "directory", Values.StepText, "Working directory; the run's own by default.", "directory: src",
            static (r, v) => r with { Directory = v }),
        new Key<RunAction, Template>(
            "environment", Values.StepInputs, "Environment variables; may read secrets.",
            "environment: { TOKEN: \"${{ secrets.TOKEN }}\" }", static (r, v) => r with { Environment = v }));

    private static readonly Shape<RunAction> RunMapping =
        new MappingShape<RunAction, RunAction>(RunTable, static _ => new RunAction([], false, null, null), SettingLanguage.Same);

    public static Shape<StepAction> Run { get; } = new EitherShape<RunAction>(
        "a command", static kind => kind is NodeKind.Text or NodeKind.List, Command, RunMapping).As<StepAction>(static r => r);

    public static Shape<StepAction> Uses { get; } = new TextShape(
        "a workflow's name, name@version, or a path that begins with './' or '../'", 256, NameForms.IsWorkflowReference).As<StepAction>(static w => new UsesAction(w));

    private static System.Text.Json.JsonElement JsonText(string text) => System.Text.Json.JsonSerializer.SerializeToElement(text, LanguageJson.Default.String);
}
