using System.Text;
using Axle.Workflows.Definition.Reading;

namespace Axle.Workflows.Tests.Definition;

/// <summary>Whatever is in a file, reading it ends in a workflow or in faults with places.</summary>
public class HostileInputTests
{
    private static readonly string[] Pieces =
        ["${{", "}}", "&a ", "*a", "<<: ", "? ", ": ", "- ", "|\n", ">\n", "'", "\"", "\\", "[", "]", "{", "}", "#", "\t", "\0", "\r", "\n\n", "---\n", "!!int ", "\ud800", "null", "1e999", "steps", "dependsOn", "forEach", "0x", "%", "@"];

    [Theory]
    [MemberData(nameof(Samples.Valid), MemberType = typeof(Samples))]
    public void Mutated_files_give_faults_with_places_and_never_throw(string name)
    {
        var sample = Samples.Text(name);
        for (var seed = 0; seed < 400; seed++)
        {
            var text = Mutate(sample, new Random(seed));
            var reading = Should.NotThrow(() => WorkflowReader.Read(text, name, WorkflowReaderOptions.Everything), $"seed {seed}");
            CheckPlaces(reading, text, $"seed {seed}");
        }
    }

    [Fact]
    public void Random_bytes_give_faults_and_never_throw()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var bytes = new byte[random.Next(0, 200)];
            random.NextBytes(bytes);
            var reading = Should.NotThrow(() => WorkflowReader.Read(bytes, seed % 2 == 0 ? "x.yaml" : "x.json"), $"seed {seed}");
            reading.Faults.ShouldNotBeEmpty($"seed {seed}");
        }
    }

    [Fact]
    public void Files_of_other_tools_are_refused_with_places()
    {
        var folder = SharedData.Find("workflows");
        Assert.SkipWhen(folder is null, "The folder shared/data/workflows is not on this machine.");
        var count = 0;
        foreach (var file in Directory.EnumerateFiles(folder!, "*", SearchOption.AllDirectories)
            .Where(static f => !f.EndsWith(".md", StringComparison.Ordinal)).Order())
        {
            var bytes = File.ReadAllBytes(file);
            var reading = Should.NotThrow(() => WorkflowReader.Read(bytes, Path.GetFileName(file)), file);
            reading.Faults.ShouldNotBeEmpty(file);
            CheckPlaces(reading, Encoding.UTF8.GetString(bytes), file);
            count++;
        }

        count.ShouldBeGreaterThan(100);
    }

    private static void CheckPlaces(WorkflowReading reading, string text, string what)
    {
        var lines = text.Split('\n').Length + text.Count(static c => c == '\r');
        reading.IsValid.ShouldBe(reading.Faults.Count == 0, what);
        foreach (var fault in reading.Faults)
        {
            (fault.Line >= 1 && fault.Line <= lines && fault.Column >= 1).ShouldBeTrue($"{what}: {fault}");
            (fault.Message.Length > 0 && fault.Cure.Length > 0 && !fault.ToString().Contains('\n', StringComparison.Ordinal)).ShouldBeTrue($"{what}: {fault}");
        }
    }

    private static string Mutate(string text, Random random)
    {
        var builder = new StringBuilder(text);
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            var at = random.Next(builder.Length);
            switch (random.Next(4))
            {
                case 0:
                    builder.Remove(at, Math.Min(random.Next(1, 20), builder.Length - at));
                    break;
                case 1:
                    builder.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 2:
                    builder[at] = (char)random.Next(0x20, 0x7f);
                    break;
                default:
                    builder.Insert(at, builder.ToString(at, Math.Min(random.Next(1, 60), builder.Length - at)));
                    break;
            }
        }

        return builder.ToString();
    }
}
