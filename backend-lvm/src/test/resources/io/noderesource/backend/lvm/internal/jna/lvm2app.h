/*
 * What is used of lvm2app.h and libdevmapper.h as of lvm2 2.02.188, written down to check the bindings against.
 * Handles are pointers to structures that nobody sees; they stand here as void pointers. The fixed-width unsigned types
 * are their signed kin of the same size, as Java has them: the signs are the reader's business.
 */
typedef void *lvm_t;
typedef void *vg_t;
typedef void *lv_t;
typedef void *pv_t;
typedef void *lvseg_t;
typedef void *list_t; /* struct dm_list * */
#define uint32_t int
#define uint64_t long

struct dm_list {
  struct dm_list *n, *p;
};

struct lvm_pv_list {
  struct dm_list list;
  pv_t pv;
};

struct lvm_str_list {
  struct dm_list list;
  const char *str;
};

struct lvm_property_value {
  unsigned is_settable : 1;
  unsigned is_string : 1;
  unsigned is_integer : 1;
  unsigned is_valid : 1;
  unsigned is_signed : 1;
  unsigned padding : 27;
  union {
    const char *string;
    unsigned long integer;
    long signed_integer;
  } value;
};

const char *lvm_library_get_version(void);
lvm_t lvm_init(const char *system_dir);
void lvm_quit(lvm_t libh);
int lvm_config_override(lvm_t libh, const char *config_string);
int lvm_config_reload(lvm_t libh);
int lvm_scan(lvm_t libh);
int lvm_errno(lvm_t libh);
const char *lvm_errmsg(lvm_t libh);
list_t lvm_list_vg_names(lvm_t libh);
const char *lvm_vgname_from_pvid(lvm_t libh, const char *pvid);
vg_t lvm_vg_open(lvm_t libh, const char *vgname, const char *mode, uint32_t flags);
vg_t lvm_vg_create(lvm_t libh, const char *vg_name);
int lvm_vg_write(vg_t vg);
int lvm_vg_close(vg_t vg);
int lvm_vg_extend(vg_t vg, const char *device);
int lvm_vg_add_tag(vg_t vg, const char *tag);
int lvm_vg_remove_tag(vg_t vg, const char *tag);
list_t lvm_vg_list_pvs(vg_t vg);
list_t lvm_vg_list_lvs(vg_t vg);
struct lvm_property_value lvm_vg_get_property(const vg_t vg, const char *name);
struct lvm_property_value lvm_pv_get_property(const pv_t pv, const char *name);
struct lvm_property_value lvm_lv_get_property(const lv_t lv, const char *name);
struct lvm_property_value lvm_lvseg_get_property(const lvseg_t lvseg, const char *name);
list_t lvm_lv_list_lvsegs(lv_t lv);
list_t lvm_list_pvs(lvm_t libh);
int lvm_list_pvs_free(list_t pvlist);
pv_t lvm_pv_from_uuid(vg_t vg, const char *uuid);
int lvm_pv_resize(const pv_t pv, uint64_t new_size);
