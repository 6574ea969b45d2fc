using Axle.Models.Configuration;
using Axle.Models.Providers;
using Axle.Schemas;

namespace Axle.Cli.Commands.Providers;

/// <summary>A provider as it is configured here.</summary>
/// <param name="Options">Its entry.</param>
/// <param name="Provider">Who speaks its protocol.</param>
internal sealed record ProviderEntry(ProviderOptions Options, IModelProvider Provider)
{
    private const string Offline = "offline";

    /// <summary>The model that it is asked for when nobody names one; empty when there is none.</summary>
    public string Model => ProviderReadiness.ModelOf(Options, Provider);

    /// <summary>Whether it is the provider that needs nothing.</summary>
    public bool IsOffline => Options.Kind == Offline;

    /// <summary>Why it cannot be asked, with the cure; null when it can.</summary>
    public string? Obstacle => ProviderReadiness.Of(Options, Provider).Cure;

    /// <summary>The providers of this directory in the order of priority, the offline one last.</summary>
    public static IReadOnlyList<ProviderEntry> All(ModelOptions models) =>
    [
        .. models.Providers.Select(static o => new ProviderEntry(o, ProviderCatalog.Find(o.Kind)!)),
        new(new ProviderOptions(Offline, Offline) { Priority = int.MaxValue }, ProviderCatalog.Find(Offline)!),
    ];

    /// <summary>Those that are asked for by name or alias; all when nobody is.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.NotFound"/>: nobody has that name.</exception>
    public static IReadOnlyList<ProviderEntry> Named(ModelOptions models, string? name)
    {
        var all = All(models);
        if (name is null)
            return all;
        if (all.FirstOrDefault(e => e.Options.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } exact)
            return [exact];
        if (ProviderCatalog.Find(name) is { } known && all.FirstOrDefault(e => e.Provider == known) is { } byAlias)
            return [byAlias];
        var names = all.Select(static e => e.Options.Name).ToList();
        throw new AxleException(ErrorKind.NotFound, $"There is no provider '{name}' here. " +
            (NearestName.Find(name, names) is { } nearest ? $"Did you mean '{nearest}'?" : $"There are: {string.Join(", ", names)}."));
    }
}
