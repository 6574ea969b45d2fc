using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Axle.Tools.BuiltIn.CSharp;

/// <summary>
/// One compilation for each project, made from its sources, the framework that Axle itself runs on and the projects it refers to.
/// Packages are not resolved: what comes from them stays unknown, and rules that need to know it keep quiet.
/// </summary>
internal sealed class CSharpCompilations(IReadOnlyDictionary<string, IReadOnlyList<SyntaxTree>> treesByProject,
    IReadOnlyList<CSharpProject> projects)
{
    private const string ConsoleUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; " +
        "global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    private static readonly Lazy<IReadOnlyList<MetadataReference>> Framework = new(LoadFramework);
    private readonly Dictionary<string, CSharpCompilation?> _made = new(StringComparer.Ordinal);

    /// <summary>How sources are parsed: newest language, symbols of a current .NET.</summary>
    public static CSharpParseOptions ParseOptions { get; } = new(
        LanguageVersion.Preview, DocumentationMode.None, SourceCodeKind.Regular,
            ["NET", "NETCOREAPP", "NET6_0_OR_GREATER", "NET8_0_OR_GREATER", "NET10_0_OR_GREATER", "TRACE"]);

    /// <summary>The compilation of a project; null for a project that refers to itself in a circle.</summary>
    public CSharpCompilation? Of(string project)
    {
        if (_made.TryGetValue(project, out var done))
            return done;
        _made[project] = null;
        var facts = projects.FirstOrDefault(p => p.File == project);
        var trees = treesByProject.GetValueOrDefault(project, []);
        if (facts is null or { ImplicitUsings: true })
            trees = [.. trees, CSharpSyntaxTree.ParseText(ConsoleUsings, ParseOptions)];
        var references = (facts?.References ?? []).Where(treesByProject.ContainsKey).Select(Of).OfType<CSharpCompilation>()
            .Select(c => c.ToMetadataReference());
        var compilation = CSharpCompilation.Create(
            $"Analysis{_made.Count}", trees, [.. Framework.Value, .. references],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Annotations,
                allowUnsafe: true));
        return _made[project] = compilation;
    }

    private static List<MetadataReference> LoadFramework()
    {
        var assemblies = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "";
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location);
        return [.. assemblies.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(a => Path.GetDirectoryName(a) == runtime)
            .Select(a => (MetadataReference)MetadataReference.CreateFromFile(a))];
    }
}
