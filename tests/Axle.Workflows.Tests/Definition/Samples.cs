namespace Axle.Workflows.Tests.Definition;

/// <summary>Valid workflow files. The first two are the files that users of an earlier system bring; they must read unchanged.</summary>
public static class Samples
{
    public static TheoryData<string> Valid => ["deploy-microservice.yaml", "comprehensive-code-review.yaml", "code-review-workflow.json", "all-kinds.yaml"];

    public static TheoryData<string> Executable => ["deploy-microservice.yaml", "comprehensive-code-review.yaml", "code-review-workflow.json"];

    public static string Text(string name) =>
        File.ReadAllText(Path.Combine(Repository.Folder, "tests", "Axle.Workflows.Tests", "Definition", "Samples", name));
}
