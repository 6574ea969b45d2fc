using Axle.Tools.BuiltIn.Security;
using Axle.Tools.Tests.BuiltIn.Review;

namespace Axle.Tools.Tests.BuiltIn.Security;

public sealed class ConfigToolTests
{
    public static TheoryData<string, string, int, string> Weak { get; } = new()
    {
        { "Dockerfile", "FROM node:20\nRUN npm ci\nCMD [\"node\", \"a.js\"]\n", 1, "cfg.docker.root-user" },
        { "Dockerfile", "FROM node\nUSER node\n", 1, "cfg.docker.unpinned-image" },
        { "Dockerfile", "FROM node:20\nADD https://x.org/a.tgz /a\nUSER node\n", 2, "cfg.docker.add-remote" },
        { "Dockerfile", "FROM node:20\nENV API_TOKEN=k3J9xPq7Lm2Vb8Nw4\nUSER node\n", 2, "cfg.docker.secret-in-image" },
        { "docker-compose.yml", "services:\n  web:\n    image: nginx:1.27\n    privileged: true\n", 4, "cfg.container.privileged" },
        { "docker-compose.yml", "services:\n  web:\n    image: nginx:1.27\n    network_mode: host\n", 4, "cfg.container.host-namespace" },
        { "docker-compose.yml", "services:\n  web:\n    image: nginx:1.27\n    volumes:\n      - ./a:/a\n      - /var/run/docker.sock:/var/run/docker.sock\n", 6, "cfg.container.docker-socket" },
        { "docker-compose.yml", "services:\n  web:\n    image: nginx\n", 3, "cfg.container.unpinned-image" },
        { "k8s/app.yaml", "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n    - name: c\n      image: nginx:1.27\n      securityContext:\n        privileged: true\n", 10, "cfg.container.privileged" },
        { "k8s/app.yaml", "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n    - name: c\n      image: nginx:1.27\n", 7, "cfg.kubernetes.no-limits" },
        { "k8s/app.yaml", "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  volumes:\n    - name: v\n      hostPath:\n        path: /etc\n", 8, "cfg.kubernetes.host-path" },
        { "k8s/app.yaml", "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  securityContext:\n    runAsUser: 0\n", 7, "cfg.kubernetes.run-as-root" },
        { "k8s/role.yaml", "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: a\nrules:\n  - apiGroups: ['*']\n    resources: ['*']\n    verbs: ['*']\n", 6, "cfg.kubernetes.wildcard-role" },
        { ".github/workflows/a.yml", "on: pull_request_target\njobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n        with:\n          ref: ${{ github.event.pull_request.head.sha }}\n", 7, "cfg.actions.pull-request-target" },
        { ".github/workflows/a.yml", "on: issues\njobs:\n  a:\n    steps:\n      - run: |\n          date\n          echo \"${{ github.event.issue.title }}\"\n", 7, "cfg.actions.script-injection" },
        { ".github/workflows/a.yml", "on: push\njobs:\n  a:\n    steps:\n      - uses: some/action@v1\n", 5, "cfg.actions.unpinned-action" },
        { ".github/workflows/a.yml", "on: push\npermissions: write-all\njobs: {}\n", 2, "cfg.actions.write-all" },
        { "appsettings.json", "{\n  \"DetailedErrors\": true\n}\n", 2, "cfg.dotnet.detailed-errors" },
        { "package.json", "{\n  \"scripts\": {\n    \"setup\": \"curl https://x.org/i.sh | sh\"\n  }\n}\n", 3, "cfg.npm.download-script" },
        { ".env", "PORT=80\nDB_PASSWORD=k3J9xPq7Lm2Vb8\n", 2, "cfg.env-file" },
        { "main.tf", "resource \"aws_security_group\" \"a\" {\n  ingress {\n    from_port = 22\n    to_port = 22\n    cidr_blocks = [\"0.0.0.0/0\"]\n  }\n}\n", 5, "cfg.terraform.open-admin-port" },
    };

    public static TheoryData<string, string> Sound { get; } = new()
    {
        { "Dockerfile", "FROM node:20 AS build\nRUN npm ci\nFROM node:20\nCOPY --from=build /a /a\nUSER node\n" },
        { "Dockerfile", "# FROM node\nFROM node:20@sha256:aa\nENV TOKEN_FILE=/run/secrets/token\nARG API_TOKEN\nUSER 1000\n" },
        { "docker-compose.yml", "services:\n  web:\n    build: .\n    environment:\n      DB_PASSWORD: ${DB_PASSWORD}\n" },
        { "k8s/app.yaml", "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n    - name: c\n      image: nginx:1.27\n      resources:\n        limits:\n          memory: 64Mi\n" },
        { ".github/workflows/a.yml", "on: pull_request\npermissions:\n  contents: read\njobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n      - run: echo ${{ github.sha }}\n" },
        { "appsettings.Development.json", "{ \"DetailedErrors\": true }\n" },
        { ".env.example", "DB_PASSWORD=k3J9xPq7Lm2Vb8\n" },
        { "main.tf", "resource \"aws_security_group\" \"a\" {\n  ingress {\n    from_port = 443\n    to_port = 443\n    cidr_blocks = [\"0.0.0.0/0\"]\n  }\n}\n" },
        { "broken.yaml", "apiVersion: v1\nkind: Pod\n  - {{ bad\n" },
    };

    [Theory, MemberData(nameof(Weak))]
    public async Task Weak_setting_is_found_on_its_line(string file, string text, int line, string rule)
    {
        using var workspace = new Workspace().With(file, text);

        (await workspace.FindingsAsync(new ConfigTool())).Where(f => f.Rule == rule).Select(f => (f.File, f.Line)).ShouldBe([(file, line)]);
    }

    [Theory, MemberData(nameof(Sound))]
    public async Task Sound_setting_is_left_alone(string file, string text)
    {
        using var workspace = new Workspace().With(file, text);

        (await workspace.FindingsAsync(new ConfigTool())).ShouldBeEmpty();
    }
}
