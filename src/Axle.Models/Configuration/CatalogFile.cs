using Axle.Models.Catalog;
using YamlDotNet.RepresentationModel;

namespace Axle.Models.Configuration;

/// <summary>Finds the user's file of models: <c>models.yaml</c> beside the configuration, or the one that its key <c>models</c> names.</summary>
internal static class CatalogFile
{
    private const string Section = "models";
    private const string UsualName = "models.yaml";

    /// <summary>Reads it; what is wrong is noted.</summary>
    /// <param name="root">The configuration; null when there is none.</param>
    /// <param name="files">Returns the text of a file beside it, or null when there is none.</param>
    /// <param name="faults">Where faults go.</param>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: faults of the file of models.</exception>
    public static ModelCatalog Read(YamlMappingNode? root, Func<string, string?> files, ConfigurationFaults faults)
    {
        var section = root is null ? null : ConfigurationFile.Section(root, Section);
        var name = section is null ? UsualName : SectionReader.Text(section);
        if (files(name) is { } models)
            return ModelCatalog.Read(name, models);
        if (section is not null)
        {
            faults.Add(ConfigurationFile.Place(Section, section), name.Length == 0
                ? "Must be the name of a file of models, for example models.yaml."
                : $"There is no file '{name}' beside this one.");
        }

        return ModelCatalog.Default;
    }
}
