using Axle.Tools.BuiltIn.Dependencies;
using Axle.Tools.Tests.BuiltIn.Review;

namespace Axle.Tools.Tests.BuiltIn.Dependencies;

public sealed class ManifestsToolTests
{
    public static TheoryData<string, string, string, string, string, int> Declared { get; } = new()
    {
        { "package.json", "{\n  \"dependencies\": {\n    \"express\": \"^5.0.0\"\n  }\n}", "npm", "express", "^5.0.0", 3 },
        { "app.csproj", "<Project>\n  <ItemGroup>\n    <PackageReference Include=\"Polly\" Version=\"8.9.1\" />\n  </ItemGroup>\n</Project>", "nuget", "Polly", "8.9.1", 3 },
        { "packages.config", "<packages>\n  <package id=\"jQuery\" version=\"3.1.1\" />\n</packages>", "nuget", "jQuery", "3.1.1", 2 },
        { "pom.xml", "<project>\n  <properties><j.v>5.1</j.v></properties>\n  <dependencies>\n    <dependency>\n      <groupId>org.junit</groupId>\n      <artifactId>junit</artifactId>\n      <version>${j.v}</version>\n    </dependency>\n  </dependencies>\n</project>", "maven", "org.junit:junit", "5.1", 4 },
        { "build.gradle", "dependencies {\n    implementation 'com.google.guava:guava:33.0'\n}", "maven", "com.google.guava:guava", "33.0", 2 },
        { "requirements.txt", "# web\nflask[async]==3.0.1 ; python_version > '3'\n", "pypi", "flask", "==3.0.1", 2 },
        { "pyproject.toml", "[project]\nname = \"a\"\nlicense = \"MIT\"\ndependencies = [\n  \"httpx>=0.27\",\n]\n", "pypi", "httpx", ">=0.27", 5 },
        { "Pipfile", "[packages]\nrequests = \"==2.32\"\n", "pypi", "requests", "==2.32", 2 },
        { "go.mod", "module a\n\nrequire (\n\tgithub.com/x/y v1.2.3\n)\n", "go", "github.com/x/y", "v1.2.3", 4 },
        { "Cargo.toml", "[package]\nname = \"a\"\nlicense = \"MIT\"\n[dependencies]\nserde = { version = \"1.0\", features = [\"derive\"] }\n", "cargo", "serde", "1.0", 5 },
        { "Gemfile", "source 'https://rubygems.org'\ngem 'rails', '~> 7.1'\n", "rubygems", "rails", "~> 7.1", 2 },
        { "composer.json", "{\n  \"require\": {\n    \"php\": \">=8.1\",\n    \"monolog/monolog\": \"^3.0\"\n  }\n}", "packagist", "monolog/monolog", "^3.0", 4 },
        { "pubspec.yaml", "name: a\ndependencies:\n  http: ^1.2.0\n", "pub", "http", "^1.2.0", 3 },
        { "mix.exs", "defp deps do\n  [\n    {:phoenix, \"~> 1.7\"}\n  ]\nend\n", "hex", "phoenix", "~> 1.7", 3 },
        { "Package.swift", "let p = Package(dependencies: [\n  .package(url: \"https://github.com/a/b\", from: \"1.0.0\"),\n])\n", "swift", "https://github.com/a/b", "1.0.0", 2 },
        { "debian/control", "Source: a\nBuild-Depends: debhelper (>= 13),\n libfoo-dev\n", "debian", "libfoo-dev", "", 3 },
    };

    public static TheoryData<string, string, int, string> Risky { get; } = new()
    {
        { "package.json", "{\n  \"dependencies\": {\n    \"a\": \"*\"\n  }\n}", 3, "dep.unpinned" },
        { "package.json", "{\n  \"dependencies\": {\n    \"a\": \"git+https://github.com/x/a.git\"\n  }\n}", 3, "dep.url-source" },
        { "package.json", "{\n  \"dependencies\": {\n    \"a\": \"http://x.org/a.tgz\"\n  }\n}", 3, "dep.plain-http" },
        { "package.json", "{\n  \"scripts\": {\n    \"postinstall\": \"node setup.js\"\n  }\n}", 3, "dep.install-script" },
        { "package.json", "{\n  \"dependencies\": {\n    \"request\": \"^2.88.0\"\n  }\n}", 3, "dep.superseded" },
        { "package.json", "{\n  \"private\": true,\n  \"dependencies\": { \"a\": \"^1.0.0\" }\n}", 1, "dep.missing-lock-file" },
        { "package.json", "{\n  \"name\": \"a\",\n  \"version\": \"1.0.0\",\n  \"engines\": { \"node\": \">=20\" }\n}", 2, "dep.no-licence" },
        { "app.csproj", "<Project>\n  <ItemGroup>\n    <PackageReference Include=\"Polly\" Version=\"8.*\" />\n  </ItemGroup>\n</Project>", 3, "dep.unpinned" },
        { "requirements.txt", "--extra-index-url https://pypi.corp/simple\nflask==3.0\n", 1, "dep.extra-index" },
        { "requirements.txt", "flask\n", 1, "dep.unpinned" },
        { "pom.xml", "<project>\n  <repositories>\n    <repository>\n      <url>http://repo.corp.org/m2</url>\n    </repository>\n  </repositories>\n</project>", 4, "dep.plain-http" },
        { "pom.xml", "<project><dependencies>\n<dependency><groupId>a</groupId><artifactId>b</artifactId>\n<version>LATEST</version></dependency>\n</dependencies></project>", 3, "dep.unpinned" },
        { "Cargo.toml", "[dependencies]\na = \"*\"\n", 2, "dep.unpinned" },
        { "Cargo.toml", "[dependencies]\na = { git = \"https://github.com/x/a\" }\n", 2, "dep.url-source" },
        { "go.mod", "module a\nrequire github.com/dgrijalva/jwt-go v3.2.0+incompatible\n", 2, "dep.superseded" },
        { "composer.json", "{\n  \"require\": {\n    \"a/b\": \"dev-master\"\n  }\n}", 3, "dep.unpinned" },
        { "pubspec.yaml", "name: a\ndependencies:\n  http: any\n", 3, "dep.unpinned" },
    };

    [Theory, MemberData(nameof(Declared))]
    public async Task Dependency_is_read_with_its_version_and_line(string file, string text, string ecosystem, string name, string spec, int line)
    {
        using var workspace = new Workspace().With(file, text);

        var report = await workspace.RunAsync(new ManifestsTool());

        var found = report.GetProperty("dependencies").EnumerateArray().Single(d => d.GetProperty("name").GetString() == name);
        found.GetProperty("ecosystem").GetString().ShouldBe(ecosystem);
        (found.TryGetProperty("spec", out var written) ? written.GetString() : "").ShouldBe(spec);
        found.GetProperty("line").GetInt32().ShouldBe(line);
        report.GetProperty("note").GetString()!.ShouldContain("no vulnerability database");
    }

    [Theory, MemberData(nameof(Risky))]
    public async Task Risk_is_found_on_its_line(string file, string text, int line, string rule)
    {
        using var workspace = new Workspace().With(file, text);

        (await workspace.FindingsAsync(new ManifestsTool())).Where(f => f.Rule == rule).Select(f => (f.File, f.Line)).ShouldBe([(file, line)]);
    }

    [Fact]
    public async Task Different_versions_of_one_package_are_named_with_both_places()
    {
        using var workspace = new Workspace()
            .With("a/package.json", "{\n  \"dependencies\": { \"lodash\": \"^4.0.0\" }\n}")
            .With("b/package.json", "{\n  \"dependencies\": { \"lodash\": \"^3.0.0\" }\n}");

        var finding = (await workspace.FindingsAsync(new ManifestsTool())).Single(f => f.Rule == "dep.version-conflict");

        finding.Message.ShouldContain("^4.0.0");
        finding.Message.ShouldContain("^3.0.0");
        finding.Message.ShouldContain("b/package.json:2");
    }

    [Fact]
    public async Task Prose_that_is_named_like_a_manifest_declares_nothing()
    {
        using var workspace = new Workspace().With("help/requirements.txt",
            "Repositories contain a file of requirements.\n\ndotencode\n=========\n\nThe layout should be used when it is there.\nThe requirement was added long ago.\n");

        (await workspace.FindingsAsync(new ManifestsTool())).ShouldBeEmpty();
    }

    [Fact]
    public async Task Sound_application_has_no_findings()
    {
        using var workspace = new Workspace()
            .With("package.json", "{ \"private\": true, \"engines\": { \"node\": \">=20\" }, \"dependencies\": { \"express\": \"^5.0.0\" } }")
            .With("package-lock.json", "{ \"packages\": { \"node_modules/express\": { \"resolved\": \"https://registry.npmjs.org/express\" } } }")
            .With("Directory.Packages.props", "<Project><ItemGroup><PackageVersion Include=\"Polly\" Version=\"8.9.1\" /></ItemGroup></Project>")
            .With("app/app.csproj", "<Project><ItemGroup><PackageReference Include=\"Polly\" /></ItemGroup></Project>");

        (await workspace.FindingsAsync(new ManifestsTool())).ShouldBeEmpty();
    }

    [Fact]
    public async Task Malformed_manifests_are_passed_over()
    {
        using var workspace = new Workspace().With("package.json", "{ \"dependencies\": ").With("pom.xml", "<project>").With("Cargo.toml", "[dependencies").With("pubspec.yaml", "a: [");

        var report = await workspace.RunAsync(new ManifestsTool());

        report.GetProperty("dependencyCount").GetInt32().ShouldBe(0);
    }
}
