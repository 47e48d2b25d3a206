declare module "virtual:care-questions/*" {
  const guide: import("./guide").Guide;
  export default guide;
}
