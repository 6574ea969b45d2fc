using System.Globalization;
using System.Text;
using Axle.Workflows.Definition.Shapes;
using Axle.Workflows.Definition.Source;

namespace Axle.Workflows.Definition.Language;

/// <summary>The language page: prose around tables that are made from the language itself.</summary>
internal static class LanguagePage
{
    private const string Intro = """
        # The workflow language

        <!-- Made by WorkflowLanguage.ToMarkdown(); change the tables in src/Axle.Workflows/Definition/Language, not this page. -->

        A workflow is a YAML 1.2 or JSON file. This one runs two steps at once and a third after them:

        ```yaml
        name: code-review
        inputs:
          path: { type: string, default: . }
        steps:
          - key: lint
            agent: quality
            action: lint-code
            with: { path: "${{ inputs.path }}" }
          - key: scan
            agent: security
            action: scan-vulnerabilities
          - key: report
            agent: writer
            action: create-review-report
            dependsOn: [lint, scan]
        ```

        Editors complete and check these files with `docs/schema/axle-workflow.schema.json`; in YAML, put this in the first line:
        `# yaml-language-server: $schema=axle-workflow.schema.json`.

        ## Files
        The file is UTF-8. Scalars have the types of the YAML 1.2 core schema: `no` and `on` are text, `012` is twelve. Anchors, aliases and
        merge keys (`<<`) work; tags other than those of the core schema do not. Unknown keys are errors, and so is a key that is there twice.
        All faults of a file are reported at once, each with file, line, column and cure; every sort of fault has a code and a page in
        `docs/errors`.

        """;

    private const string Steps = """
        Steps start as soon as all they depend on has ended: what `dependsOn` names, and every step that one of their expressions reads as
        `steps.<key>`. Steps without either start at once. Of the keys that say what a step does, a step has exactly one (`agent` and `action`
        go together). Keys of steps are unique in their list, letter case ignored. Steps inside a step are a list of their own: they may read
        steps of the lists around them, but nothing outside reads them.

        """;

    private const string Expressions = """
        ## Expressions
        `${{ … }}` in a text is an expression, with the semantics of GitHub Actions. A text that is one whole expression keeps the type of its
        value. In `when`, `while`, `until` and `check` the braces may be left out. An expression may read:

        | context | what it is | where |
        | --- | --- | --- |
        | `inputs` | the run's inputs; must be declared | everywhere in a run |
        | `variables` | the run's variables; must be declared | steps and outputs |
        | `steps.<key>` | `output`, `status`, `error` and `attempts` of a step | steps and outputs; the step itself only in its `gate`, `onError` and `compensate` |
        | `item`, `index` | the item and its number from 0; the item under the name of `as` too | in the steps of `forEach` |
        | `loop` | `index` of the round from 0, `first`, and `previous`: the output of the round before | in the steps and conditions of `loop` |
        | `run` | the run itself | everywhere in a run |
        | `env` | allow-listed environment variables | everywhere |
        | `secrets` | secrets by name; never written to history | `with` of steps and fallbacks, `environment` of `run` |

        Programs (`code`, and `run` as one line for the shell) are taken as they are: a value put into code could become code, so values are given
        beside it.

        ## Durations
        `500ms`, `30s`, `5m`, `2h`, `7d`, or ISO 8601 such as `PT1H30M`; whole milliseconds.

        ## Defaults
        `defaults` applies where a step is silent. A step's `retry` takes from the defaults what it does not say itself. The default `model` applies
        to steps that name no provider or the same one. Defaults for `retry`, `timeout` and `attemptTimeout` are for steps that do work: `agent`,
        `prompt`, `tool`, `code` and `run`. The other kinds hold steps, wait or change the run, perhaps for days: without a `retry` of their own they
        are tried once, and without a `timeout` of their own they have no limit.

        ## When nobody knows how an attempt ended
        A process that dies, a time limit or a lost connection can leave an attempt without an outcome: the work may have been done or not. `effect`
        says what follows. `safe` and `idempotent` work is done again, under the same idempotency key. For `once` the step becomes unresolved,
        and the run waits until the signal `resolve` says how it ended.

        """;

    /// <summary>Writes the page.</summary>
    public static string Write()
    {
        var page = new StringBuilder(Intro.ReplaceLineEndings("\n"));
        Limits(page);
        foreach (var table in WorkflowTables.All)
        {
            var title = table.Title.Replace("'", "`", StringComparison.Ordinal);
            page.Append(CultureInfo.InvariantCulture, $"\n## {char.ToUpperInvariant(title[0])}{title[1..]}\n");
            if (table == StepLanguage.Listed)
                page.Append(Steps.ReplaceLineEndings("\n")).Append('\n');
            Table(page, table);
        }

        return page.Append('\n').Append((ResultsSection.Text + "\n" + Expressions).ReplaceLineEndings("\n")).ToString().TrimEnd('\n') + "\n";
    }

    private static void Limits(StringBuilder page) => page.Append(string.Create(
        CultureInfo.InvariantCulture,
        $"""
        Limits: {SourceLimits.FileSize / 1024 / 1024} MiB a file, {SourceLimits.ScalarLength / 1024 / 1024} MiB a value, {SourceLimits.Nesting} levels, {SourceLimits.Nodes:N0} values with aliases put in,
        {SourceLimits.Steps:N0} steps; of more than {SourceLimits.Faults} faults the first {SourceLimits.Faults} are shown.

        """).ReplaceLineEndings("\n"));

    private static void Table(StringBuilder page, ObjectShape table)
    {
        page.Append("| key | value | meaning | example |\n| --- | --- | --- | --- |\n");
        foreach (var key in table.AllKeys)
        {
            var required = key.Required ? " **Required.**" : "";
            var belongs = key.OnlyFor.Count > 0 ? $" Only with `{string.Join("`, `", key.OnlyFor)}`." : "";
            var instead = key.Instead is null ? "" : $" *Does not execute in this version.* {key.Instead}";
            page.Append(CultureInfo.InvariantCulture,
                $"| `{key.Name}` | {Cell(key.Shape.Words)} | {Cell(key.Description)}{required}{belongs}{Cell(instead)} | `{Cell(key.Example)}` |\n");
        }
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal);
}
